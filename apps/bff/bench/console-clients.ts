import type { Line } from "./console-line.ts";

export interface BulkResult {
  readonly bytes: number;
  readonly skipped: number;
  readonly seconds: number;
}

/** A console that says nothing more for so long has said all, in milliseconds. */
const quietMs = 2000;

/** Takes everything a console sends until it closes or says nothing more for a moment. */
export function takeAll(line: Line, wanted: number): Promise<BulkResult> {
  let bytes = 0;
  let skipped = 0;
  let first = 0;
  let last = 0;
  return new Promise((resolve) => {
    let over = false;
    const finish = (): void => {
      if (over) return;
      over = true;
      clearInterval(quiet);
      line.close();
      resolve({ bytes, skipped, seconds: (last - first) / 1000 });
    };
    const quiet = setInterval(() => {
      if (bytes + skipped >= wanted || (last > 0 && performance.now() - last > quietMs)) finish();
    }, 20);
    line.onBytes((data) => {
      last = performance.now();
      // What is said before the first byte is not part of the transfer.
      if (first === 0) first = last;
      bytes += data.length;
    });
    line.onText((text) => {
      const message = JSON.parse(text) as { type: string; bytes?: number };
      if (message.type === "skipped") skipped += message.bytes ?? 0;
    });
    line.onClose(finish);
  });
}

/** How a console wants to be spoken to. */
export interface Manners {
  readonly attaches: boolean;
  readonly hello?: Buffer | undefined;
}

/** A console at which keys are typed; the echo of each is awaited. */
export class Typist {
  readonly #line: Line;
  #awaited: { readonly byte: number; readonly resolve: () => void } | undefined;
  #next = 33;

  private constructor(line: Line) {
    this.#line = line;
    line.onBytes((data) => {
      if (this.#awaited === undefined || !data.includes(this.#awaited.byte)) return;
      this.#awaited.resolve();
      this.#awaited = undefined;
    });
  }

  /**
   * @param attaches whether the console says when it is attached to the VM: before that it takes no keys
   * @param hello what a client of its protocol says first
   */
  static async open(line: Line, { attaches, hello }: Manners): Promise<Typist> {
    const live = new Promise<void>((resolve) => {
      if (!attaches) resolve();
      else
        line.onText((text) => {
          if (text.includes('"state":"live"')) resolve();
        });
    });
    const typist = new Typist(line);
    await live;
    if (hello !== undefined) {
      line.send(hello);
      await pause(100);
    }
    return typist;
  }

  /** Milliseconds from key to echo. */
  async key(): Promise<number> {
    const byte = this.#next;
    this.#next = byte === 126 ? 33 : byte + 1;
    const echoed = new Promise<void>((resolve) => {
      this.#awaited = { byte, resolve };
    });
    const start = performance.now();
    this.#line.send(Buffer.of(byte));
    await echoed;
    return performance.now() - start;
  }

  close(): void {
    this.#line.close();
  }
}

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
