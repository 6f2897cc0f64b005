import { type SerialClientMessage, type SerialServerMessage, serialFlow } from "@stackdeck/api-types";
import { Value } from "../../ui/subscribable.ts";
import { type ConsoleClock, type ConsoleTransport, consolePath } from "./console-link.ts";
import type { TerminalSink } from "./drawing-queue.ts";
import { Pasting } from "./pasting.ts";
import { SerialConnection } from "./serial-connection.ts";
import { initialSerialState, type SerialState, unsentLimit } from "./serial-state.ts";
import { SerialStream } from "./serial-stream.ts";

export interface SerialSessionOptions {
  readonly ip: string;
  readonly sink: TerminalSink;
  readonly transport: ConsoleTransport;
  readonly clock: ConsoleClock;
  /** Only look. */
  readonly watchOnly?: boolean;
  /** Takes the keyboard when it has come in, from another window of the same user. */
  readonly takesKeyboard?: boolean;
}

/**
 * One serial console: keeps its place in the stream across cuts, paces itself by what is drawn, never types anything
 * twice. Lives outside the screens that show it.
 */
export class SerialSession {
  readonly state = new Value<SerialState>(initialSerialState);
  readonly ip: string;
  readonly #o: SerialSessionOptions;
  readonly #stream: SerialStream;
  readonly #encoder = new TextEncoder();
  readonly #connection: SerialConnection;
  #pings = 0;
  #wantsKeyboard: boolean;
  readonly #pasting: Pasting;

  constructor(options: SerialSessionOptions) {
    this.#o = options;
    this.ip = options.ip;
    this.#stream = new SerialStream(options.sink, (bytes) => this.#send({ type: "drawn", bytes }));
    this.#wantsKeyboard = options.takesKeyboard === true;
    this.#pasting = new Pasting({
      clock: options.clock,
      type: (text) => this.type(text),
      isLive: () => this.#isLive,
      ready: () => this.#connection.waiting === 0,
      set: (change) => this.#set(change),
    });
    this.#connection = new SerialConnection({
      transport: options.transport,
      clock: options.clock,
      path: () => this.#path(),
      events: {
        connecting: () => this.#connecting(),
        bytes: (bytes) => this.#stream.received(bytes),
        text: (text) => this.#message(text),
        lost: () => this.#gone({ phase: this.#cutPhase() }),
        ended: (code, reason) => this.#gone({ phase: "ended", end: { code, reason } }),
        ping: () => this.#ping(),
      },
    });
    this.#connection.connect();
  }

  /** The user has typed. Without a connection it is kept and shown; it is never sent by itself later. */
  type(text: string): void {
    const { phase, unsent } = this.state.get();
    if (this.#isLive) this.#sendTyped(this.#encoder.encode(text));
    else if (phase !== "ended") this.#set({ unsent: (unsent + text).slice(0, unsentLimit) });
  }

  /** What the terminal says by itself: where the mouse is, whether it has the focus. Nobody misses it where it cannot go. */
  report(bytes: Uint8Array): void {
    if (this.#isLive && this.state.get().writer) this.#sendTyped(bytes);
  }

  /** Sends what was typed while there was no connection. */
  sendUnsent(): void {
    const { unsent } = this.state.get();
    this.#set({ unsent: "" });
    if (unsent !== "") this.type(unsent);
  }

  discardUnsent(): void {
    this.#set({ unsent: "" });
  }

  /** Types a longer text in pieces, at a pace a slow guest can follow. */
  paste(text: string): void {
    this.#pasting.paste(text, this.#o.sink.bracketsPaste());
  }

  cancelPaste(): void {
    this.#pasting.cancel();
  }

  get #isLive(): boolean {
    const { phase, upstream } = this.state.get();
    return phase === "attached" && upstream?.state === "live";
  }

  askKeyboard(): void {
    this.#send({ type: "ask-keyboard" });
  }

  giveKeyboard(viewerId: string): void {
    this.#set({ askedBy: undefined });
    this.#send({ type: "give-keyboard", viewerId });
  }

  takeKeyboard(): void {
    this.#send({ type: "take-keyboard" });
  }

  releaseKeyboard(): void {
    this.#send({ type: "release-keyboard" });
  }

  /** Keeps the keyboard from who asked for it. */
  refuseKeyboard(): void {
    this.#set({ askedBy: undefined });
  }

  /** The user has read it. */
  dismiss(notice: "rejected" | "pasteCut"): void {
    this.#set({ [notice]: undefined });
  }

  /** Stops drawing until it is called with false. */
  pause(paused: boolean): void {
    this.#stream.pause(paused);
    this.#set({ paused });
  }

  /** Tries at once: the link, or the hypervisor when the link is there. */
  retry(): void {
    const { phase } = this.state.get();
    if (phase === "attached") this.#send({ type: "retry" });
    else if (!this.#connection.isOpen) this.#connection.connect();
  }

  dispose(): void {
    this.#set({ phase: "ended" });
    this.#pasting.stop();
    this.#stream.clear();
    this.#connection.close();
  }

  #path(): string {
    const query = this.#stream.query();
    query.set("mode", this.#o.watchOnly === true ? "watch" : "write");
    return `${consolePath(this.ip, "serial")}?${query}`;
  }

  #cutPhase(): SerialState["phase"] {
    return this.#stream.hasBegun ? "reconnecting" : "connecting";
  }

  #connecting(): void {
    this.#stream.connecting();
    this.#set({ phase: this.#cutPhase(), end: undefined });
  }

  #message(text: string): void {
    let message: SerialServerMessage;
    try {
      message = JSON.parse(text) as SerialServerMessage;
    } catch {
      return;
    }
    this.#handle(message);
  }

  #handle(message: SerialServerMessage): void {
    switch (message.type) {
      case "attached":
        this.#attached(message);
        break;
      case "state":
        this.#set({ upstream: message });
        if (!this.#isLive) this.#pasting.cut();
        break;
      case "viewers":
        this.#viewersChanged(message.viewers);
        break;
      case "screen":
        this.#stream.screen(message.text);
        break;
      case "mark":
        this.#stream.mark(message);
        break;
      case "skipped":
        this.#stream.skipped(message);
        this.#set({ skippedBytes: this.state.get().skippedBytes + message.bytes });
        break;
      case "keyboard-asked":
        this.#set({ askedBy: { viewerId: message.viewerId, userName: message.userName } });
        break;
      case "rejected":
        this.#set({ rejected: message.reason });
        this.#pasting.cut();
        break;
      case "pong":
        this.#stream.liveFrom(message.end);
        this.#connection.alive();
        break;
    }
  }

  #attached(message: Extract<SerialServerMessage, { type: "attached" }>): void {
    this.#stream.attached(message);
    this.#set({ phase: "attached" });
    this.#connection.attached();
    // Its answer says from where on the output is live.
    this.#ping();
    if (this.#wantsKeyboard) this.takeKeyboard();
    this.#wantsKeyboard = false;
  }

  #ping(): void {
    this.#pings += 1;
    this.#send({ type: "ping", id: this.#pings });
  }

  #viewersChanged(viewers: SerialState["viewers"]): void {
    const askedBy = this.state.get().askedBy;
    const stillHere = viewers.some((viewer) => viewer.id === askedBy?.viewerId);
    const writer = viewers.some((viewer) => viewer.you && viewer.writer);
    this.#set({ viewers, writer, askedBy: stillHere && writer ? askedBy : undefined });
  }

  #sendTyped(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += serialFlow.maxTyped)
      this.#connection.sendBytes(bytes.subarray(from, from + serialFlow.maxTyped));
  }

  #send(message: SerialClientMessage): void {
    if (this.state.get().phase === "attached") this.#connection.sendText(JSON.stringify(message));
  }

  /** The connection has ended: nobody is here any more, and what was being pasted has stopped. */
  #gone(change: Pick<SerialState, "phase"> & Partial<SerialState>): void {
    this.#pasting.cut();
    this.#set({ viewers: [], writer: false, askedBy: undefined, ...change });
  }

  #set(change: Partial<SerialState>): void {
    this.state.update((before) => ({ ...before, ...change }));
  }
}
