import { type SerialClientMessage, type SerialServerMessage, serialFlow } from "@stackdeck/api-types";
import { Value } from "../../ui/subscribable.ts";
import { type ConsoleClock, type ConsoleTransport, consolePath } from "./console-link.ts";
import type { TerminalSink } from "./drawing-queue.ts";
import { PasteJob } from "./paste-job.ts";
import { SerialConnection } from "./serial-connection.ts";
import { initialSerialState, type SerialState } from "./serial-state.ts";
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

/** What may be typed without a connection, in characters. */
const unsentLimit = 4096;
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
  #paste: PasteJob | undefined;

  constructor(options: SerialSessionOptions) {
    this.#o = options;
    this.ip = options.ip;
    this.#stream = new SerialStream(options.sink, (bytes) => this.#send({ type: "drawn", bytes }));
    this.#wantsKeyboard = options.takesKeyboard === true;
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
    const { phase, upstream, unsent } = this.state.get();
    if (phase !== "attached" || upstream?.state !== "live") {
      if (phase !== "ended") this.#set({ unsent: (unsent + text).slice(0, unsentLimit) });
      return;
    }
    this.#sendTyped(this.#encoder.encode(text));
  }

  /** Bytes of the terminal's own (mouse reports). */
  typeBytes(bytes: Uint8Array): void {
    if (this.state.get().phase === "attached") this.#sendTyped(bytes);
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
    this.#paste?.cancel();
    this.#paste = new PasteJob(text, {
      clock: this.#o.clock,
      send: (piece) => this.type(piece),
      ready: () => this.#connection.waiting === 0 && this.state.get().upstream?.state === "live",
      progress: (paste) => this.#set({ paste }),
    });
    this.#paste.start();
  }

  cancelPaste(): void {
    this.#paste?.cancel();
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

  dismissRejected(): void {
    this.#set({ rejected: undefined });
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
    this.#paste?.cancel();
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
    this.#paste?.cancel();
    this.#set({ viewers: [], writer: false, askedBy: undefined, ...change });
  }

  #set(change: Partial<SerialState>): void {
    this.state.update((before) => ({ ...before, ...change }));
  }
}
