import type { SerialServerMessage } from "@stackdeck/api-types";
import type { ConsoleClock, ConsoleLink, ConsoleLinkEvents, ConsoleTransport } from "./console-link.ts";
import type { TerminalSink } from "./drawing-queue.ts";

/** Time that passes when told to. */
export class FakeClock implements ConsoleClock {
  #now = 0;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  advance(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = until;
  }
}

/** One connection as the server sees it. */
export class FakeLink implements ConsoleLink {
  readonly path: string;
  readonly events: ConsoleLinkEvents;
  readonly texts: string[] = [];
  typed = "";
  waiting = 0;
  closed = false;

  constructor(path: string, events: ConsoleLinkEvents) {
    this.path = path;
    this.events = events;
  }

  sendBytes(bytes: Uint8Array): void {
    this.typed += new TextDecoder().decode(bytes);
  }

  sendText(text: string): void {
    this.texts.push(text);
  }

  close(): void {
    this.closed = true;
  }

  say(message: SerialServerMessage): void {
    this.events.text(JSON.stringify(message));
  }

  output(text: string): void {
    this.events.bytes(new TextEncoder().encode(text));
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.path.split("?")[1]);
  }
}

/** A server whose connections the test plays. */
export class FakeServer {
  readonly links: FakeLink[] = [];

  readonly transport: ConsoleTransport = (path, events) => {
    const link = new FakeLink(path, events);
    this.links.push(link);
    return link;
  };

  get link(): FakeLink {
    const last = this.links.at(-1);
    if (last === undefined) throw new Error("nobody has connected");
    return last;
  }
}

/** A terminal that draws at once, unless told to wait. */
export class FakeSink implements TerminalSink {
  shown = "";
  resets = 0;
  boots = 0;
  replaying = false;
  slow = false;
  brackets = false;
  #waiting: (() => void)[] = [];

  write(data: Uint8Array | string, drawn: () => void): void {
    this.shown += typeof data === "string" ? data : new TextDecoder().decode(data);
    this.#waiting.push(drawn);
    if (!this.slow) this.draw();
  }

  draw(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const drawn of waiting) drawn();
  }

  reset(): void {
    this.shown = "";
    this.resets += 1;
  }

  size() {
    return { cols: 100, rows: 30 };
  }

  bracketsPaste(): boolean {
    return this.brackets;
  }

  markBoot(): void {
    this.boots += 1;
  }

  setReplaying(replaying: boolean): void {
    this.replaying = replaying;
  }
}
