import type { ConsoleClock, ConsoleLink, ConsoleTransport } from "./console-link.ts";
import { LinkWatch } from "./link-watch.ts";
import { isFinalEnd, Retries } from "./retries.ts";

export interface SerialConnectionEvents {
  /** Begins to connect. */
  readonly connecting: () => void;
  readonly bytes: (bytes: Uint8Array) => void;
  readonly text: (text: string) => void;
  /** Cut; tries again by itself. */
  readonly lost: () => void;
  /** Over, for a reason that trying again does not change. */
  readonly ended: (code: number, reason: string) => void;
  /** It is time to ask the server for a sign of life. */
  readonly ping: () => void;
}

export interface SerialConnectionOptions {
  /** Where to connect to now, with the place in the stream. */
  readonly path: () => string;
  readonly transport: ConsoleTransport;
  readonly clock: ConsoleClock;
  readonly events: SerialConnectionEvents;
}

/** Waiting times before trying again, in milliseconds; the last one repeats. */
const retryDelays = [200, 400, 800, 1500];
/** How long a connection may take before another one is tried: without a network it would hang, in milliseconds. */
const connectMs = 5000;

/** A console's connection that comes back after cuts and notices when the other side is gone without a word. */
export class SerialConnection {
  readonly #o: SerialConnectionOptions;
  #link: ConsoleLink | undefined;
  readonly #retries: Retries;
  readonly #watch: LinkWatch;

  constructor(options: SerialConnectionOptions) {
    this.#o = options;
    const { clock, events } = options;
    this.#watch = new LinkWatch({ clock, ask: () => events.ping(), dead: () => this.#giveUp() });
    this.#retries = new Retries({ clock, delays: retryDelays, connect: () => this.connect() });
  }

  /** Whether there is a connection or one is being made. */
  get isOpen(): boolean {
    return this.#link !== undefined;
  }

  /** Bytes handed over and not yet on the network. */
  get waiting(): number {
    return this.#link?.waiting ?? 0;
  }

  /** Connects at once, in place of whatever there was. */
  connect(): void {
    this.#retries.cancel();
    const { events, transport, path } = this.#o;
    events.connecting();
    const link: ConsoleLink = transport(path(), {
      opened: () => undefined,
      bytes: (bytes) => {
        if (this.#link === link) events.bytes(bytes);
      },
      text: (text) => {
        if (this.#link === link) events.text(text);
      },
      closed: (code, reason) => {
        if (this.#link === link) this.#closed(code, reason);
      },
    });
    this.#link = link;
    this.#watch.expect(connectMs);
  }

  /** The server has let us in. */
  attached(): void {
    this.#retries.succeeded();
    this.alive();
  }

  /** The server has answered. */
  alive(): void {
    this.#watch.heard();
  }

  sendText(text: string): void {
    this.#link?.sendText(text);
  }

  sendBytes(bytes: Uint8Array): void {
    this.#link?.sendBytes(bytes);
  }

  /** Ends it for good, unless `connect` is called. */
  close(): void {
    this.#retries.cancel();
    this.#watch.stop();
    const link = this.#link;
    this.#link = undefined;
    link?.close();
  }

  #giveUp(): void {
    const link = this.#link;
    this.#closed(1006, "The server does not answer.");
    link?.close();
  }

  #closed(code: number, reason: string): void {
    this.#link = undefined;
    this.#watch.stop();
    if (isFinalEnd(code)) {
      this.#o.events.ended(code, reason);
      return;
    }
    this.#o.events.lost();
    this.#retries.later();
  }
}
