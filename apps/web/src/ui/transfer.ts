import { formatBytes, formatSeconds } from "./format.ts";

/** How far back the rate looks: long enough to be calm, short enough to follow. */
const lookBackMs = 10_000;
/** Before that much was seen, a rate would be a guess. */
const leastMs = 1_000;

interface Sample {
  readonly at: number;
  readonly bytes: number;
}

/** How quickly bytes move, from how many had moved at which moments. */
export class TransferRate {
  #samples: readonly Sample[] = [];

  /** Tells how many bytes have moved by now (in ms). Fewer than before begin anew. */
  note(at: number, bytes: number): void {
    const last = this.#samples.at(-1);
    const kept = last !== undefined && bytes < last.bytes ? [] : this.#samples;
    const recent = kept.findLastIndex((sample) => sample.at <= at - lookBackMs);
    this.#samples = [...kept.slice(Math.max(0, recent)), { at, bytes }];
  }

  /** Bytes per second; undefined before enough was seen. */
  get perSecond(): number | undefined {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < leastMs) return undefined;
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
  }
}

/** `1.2 GiB of 8 GiB · 110 MiB/s · 1 min left`; the latter two once they are known. */
export function transferText(o: {
  readonly done: number;
  readonly total: number;
  readonly perSecond: number | undefined;
}): string {
  const parts = [`${formatBytes(o.done)} of ${formatBytes(o.total)}`];
  const left = o.total - o.done;
  if (o.perSecond === undefined || left <= 0) return parts.join("");
  if (o.perSecond <= 0) parts.push("nothing moves just now");
  else
    parts.push(
      `${formatBytes(Math.round(o.perSecond))}/s`,
      `${formatSeconds(Math.max(1, left / o.perSecond))} left`,
    );
  return parts.join(" · ");
}
