import type { Problem } from "@stackdeck/api-types";
import { Value } from "../ui/subscribable.ts";

export type StreamState =
  | { readonly kind: "idle" }
  | { readonly kind: "open" }
  | { readonly kind: "ended"; readonly problem: Problem | undefined };

/** One item of a stream, numbered, so that lists have keys. */
export interface StreamItem {
  readonly id: number;
  readonly data: unknown;
}

/** Old items go when there are more: hours of packets must not fill the browser. */
const mostKept = 2_000;

/** A stream of server-sent events of one kind, kept as a bounded list. Outlives renders, not the screen. */
export class EventStream {
  readonly state = new Value<StreamState>({ kind: "idle" });
  readonly items = new Value<readonly StreamItem[]>([]);
  readonly #url: string;
  readonly #event: string;
  #source: EventSource | undefined;
  #pending: StreamItem[] = [];
  #flush: number | undefined;
  #nextId = 1;

  constructor(url: string, event: string) {
    this.#url = url;
    this.#event = event;
  }

  start(): void {
    if (this.#source) return;
    const source = new EventSource(this.#url);
    this.#source = source;
    this.state.set({ kind: "open" });
    source.addEventListener(this.#event, (event) => this.#take(JSON.parse(event.data as string)));
    source.addEventListener("error", (event) => {
      const text = (event as MessageEvent).data as string | undefined;
      // An error with data is the server's own word: it ends the stream. One without is the line: it ends it too,
      // since a stream of happenings that goes on by itself would hide the gap.
      this.stop(text ? (JSON.parse(text) as Problem) : undefined);
    });
  }

  stop(problem?: Problem): void {
    this.#source?.close();
    this.#source = undefined;
    this.state.set({ kind: "ended", problem });
  }

  clear(): void {
    this.#pending = [];
    this.items.set([]);
  }

  dispose(): void {
    this.#source?.close();
    this.#source = undefined;
    if (this.#flush !== undefined) cancelAnimationFrame(this.#flush);
  }

  #take(data: unknown): void {
    this.#pending.push({ id: this.#nextId++, data });
    this.#flush ??= requestAnimationFrame(() => {
      this.#flush = undefined;
      const fresh = this.#pending;
      this.#pending = [];
      this.items.update((items) => [...items, ...fresh].slice(-mostKept));
    });
  }
}
