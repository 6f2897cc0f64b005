import {
  consoleCloseCodes,
  consolePingMs,
  type SerialClientMessage,
  type SerialServerMessage,
  serialFlow,
} from "@stackdeck/api-types";
import { Value } from "../../ui/subscribable.ts";
import { type ConsoleClock, type ConsoleLink, type ConsoleTransport, consolePath } from "./console-link.ts";
import { DrawingQueue, type TerminalSink } from "./drawing-queue.ts";
import { PasteJob } from "./paste-job.ts";
import { initialSerialState, type SerialState } from "./serial-state.ts";
import { markText, skippedText } from "./stream-text.ts";

export interface SerialSessionOptions {
  readonly ip: string;
  readonly sink: TerminalSink;
  readonly transport: ConsoleTransport;
  readonly clock: ConsoleClock;
  /** Only look. */
  readonly watchOnly?: boolean;
}

/** Waiting times before trying again, in milliseconds; the last one repeats. */
const retryDelays = [200, 400, 800, 1500];
/** How long the server may be silent after a ping before the link counts as dead, in milliseconds. */
const silenceMs = 8000;
/** How long a connection may take before another one is tried: without a network it would hang, in milliseconds. */
const connectMs = 5000;
/** What may be typed without a connection, in characters. */
const unsentLimit = 4096;
/** Ends that trying again does not change. */
const finalCodes: ReadonlySet<number> = new Set([
  consoleCloseCodes.sessionEnded,
  consoleCloseCodes.forbidden,
  consoleCloseCodes.noSuchVm,
  consoleCloseCodes.vmDestroyed,
  consoleCloseCodes.tooMany,
]);

/**
 * One serial console: keeps its place in the stream across cuts, paces itself by what is drawn, never types anything
 * twice. Lives outside the screens that show it.
 */
export class SerialSession {
  readonly state = new Value<SerialState>(initialSerialState);
  readonly ip: string;
  readonly #o: SerialSessionOptions;
  readonly #queue: DrawingQueue;
  readonly #encoder = new TextEncoder();
  #link: ConsoleLink | undefined;
  /** Where we are in the stream; undefined before the first attachment. */
  #place: { epoch: string; offset: number } | undefined;
  #lastMark = "";
  /** What comes before this offset is old; undefined until the server said where that ends. */
  #replayUntil: number | undefined;
  #undrawnAcks = 0;
  #failures = 0;
  #pings = 0;
  #cancelRetry: (() => void) | undefined;
  #cancelBeat: (() => void) | undefined;
  #paste: PasteJob | undefined;

  constructor(options: SerialSessionOptions) {
    this.#o = options;
    this.ip = options.ip;
    this.#queue = new DrawingQueue(options.sink, (bytes) => this.#acknowledge(bytes));
    this.#connect();
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
      ready: () => (this.#link?.waiting ?? 0) === 0 && this.state.get().upstream?.state === "live",
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
    this.#queue.pause(paused);
    this.#set({ paused });
  }

  /** Tries at once: the link, or the hypervisor when the link is there. */
  retry(): void {
    const { phase } = this.state.get();
    if (phase === "attached") this.#send({ type: "retry" });
    else if (this.#link === undefined || phase === "ended") {
      this.#cancelRetry?.();
      this.#link = undefined;
      this.#connect();
    }
  }

  dispose(): void {
    this.#set({ phase: "ended" });
    this.#cancelRetry?.();
    this.#cancelBeat?.();
    this.#paste?.cancel();
    this.#queue.clear();
    const link = this.#link;
    this.#link = undefined;
    link?.close();
  }

  #connect(): void {
    const { cols, rows } = this.#o.sink.size();
    const query = new URLSearchParams({ flow: "drawn", cols: String(cols), rows: String(rows) });
    query.set("mode", this.#o.watchOnly === true ? "watch" : "write");
    if (this.#place !== undefined) {
      query.set("epoch", this.#place.epoch);
      query.set("offset", String(this.#place.offset));
    }
    this.#set({ phase: this.#place === undefined ? "connecting" : "reconnecting", end: undefined });
    const link: ConsoleLink = this.#o.transport(`${consolePath(this.ip, "serial")}?${query}`, {
      opened: () => undefined,
      bytes: (bytes) => {
        if (this.#link === link) this.#received(bytes);
      },
      text: (text) => {
        if (this.#link === link) this.#message(text);
      },
      closed: (code, reason) => {
        if (this.#link === link) this.#closed(code, reason);
      },
    });
    this.#link = link;
    this.#undrawnAcks = 0;
    this.#cancelBeat = this.#o.clock.after(connectMs, () => {
      this.#closed(1006, "The server does not answer.");
      link.close();
    });
  }

  #received(bytes: Uint8Array): void {
    if (this.#place === undefined) return;
    this.#place.offset += bytes.length;
    this.#queue.bytes(bytes);
    this.#endReplay();
  }

  #endReplay(): void {
    const end = this.#replayUntil;
    if (end === undefined || this.#place === undefined || this.#place.offset < end) return;
    this.#replayUntil = Number.POSITIVE_INFINITY;
    this.#queue.act(() => this.#o.sink.setReplaying(false));
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
        this.#queue.text(message.text);
        break;
      case "mark":
        this.#mark(message);
        break;
      case "skipped":
        this.#skipped(message);
        break;
      case "keyboard-asked":
        this.#set({ askedBy: { viewerId: message.viewerId, userName: message.userName } });
        break;
      case "rejected":
        this.#set({ rejected: message.reason });
        break;
      case "pong":
        this.#replayUntil ??= message.end;
        this.#endReplay();
        this.#startBeat();
        break;
    }
  }

  #attached(message: Extract<SerialServerMessage, { type: "attached" }>): void {
    this.#failures = 0;
    const { sink } = this.#o;
    if (!message.resumed) {
      this.#queue.clear();
      this.#queue.act(() => sink.reset());
      this.#lastMark = "";
    }
    this.#queue.act(() => sink.setReplaying(true));
    this.#replayUntil = undefined;
    this.#place = { epoch: message.epoch, offset: message.offset };
    this.#set({ phase: "attached" });
    this.#startBeat();
    // Its answer says from where on the output is live.
    this.#pings += 1;
    this.#send({ type: "ping", id: this.#pings });
  }

  #viewersChanged(viewers: SerialState["viewers"]): void {
    const askedBy = this.state.get().askedBy;
    const stillHere = viewers.some((viewer) => viewer.id === askedBy?.viewerId);
    const writer = viewers.some((viewer) => viewer.you && viewer.writer);
    this.#set({ viewers, writer, askedBy: stillHere && writer ? askedBy : undefined });
  }

  #mark(mark: Extract<SerialServerMessage, { type: "mark" }>): void {
    if (this.#place !== undefined) this.#place.offset = mark.offset;
    // A mark at the very place of a resumption may come a second time.
    const key = `${mark.kind} ${mark.on} ${mark.text}`;
    if (key === this.#lastMark) return;
    this.#lastMark = key;
    this.#queue.text(markText(mark.kind, mark.text, mark.on));
    if (mark.kind === "boot") this.#queue.act(() => this.#o.sink.markBoot());
  }

  #skipped(message: Extract<SerialServerMessage, { type: "skipped" }>): void {
    if (this.#place !== undefined) this.#place.offset = message.offset;
    this.#queue.text(skippedText(message.bytes));
    this.#set({ skippedBytes: this.state.get().skippedBytes + message.bytes });
  }

  #acknowledge(bytes: number): void {
    this.#undrawnAcks += bytes;
    if (this.#undrawnAcks < serialFlow.acknowledgeEvery && !this.#queue.idle) return;
    this.#send({ type: "drawn", bytes: this.#undrawnAcks });
    this.#undrawnAcks = 0;
  }

  #sendTyped(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += serialFlow.maxTyped)
      this.#link?.sendBytes(bytes.subarray(from, from + serialFlow.maxTyped));
  }

  #send(message: SerialClientMessage): void {
    if (this.state.get().phase === "attached") this.#link?.sendText(JSON.stringify(message));
  }

  /** A ping now and then keeps proxies awake and finds a dead link. */
  #startBeat(): void {
    this.#cancelBeat?.();
    this.#cancelBeat = this.#o.clock.after(consolePingMs, () => {
      this.#pings += 1;
      this.#send({ type: "ping", id: this.#pings });
      this.#cancelBeat = this.#o.clock.after(silenceMs, () => {
        const link = this.#link;
        this.#closed(1006, "The server does not answer.");
        link?.close();
      });
    });
  }

  #closed(code: number, reason: string): void {
    this.#link = undefined;
    this.#cancelBeat?.();
    this.#paste?.cancel();
    const gone = { viewers: [], writer: false, askedBy: undefined } as const;
    if (finalCodes.has(code)) {
      this.#set({ ...gone, phase: "ended", end: { code, reason } });
      return;
    }
    this.#set({ ...gone, phase: this.#place === undefined ? "connecting" : "reconnecting" });
    const delay = retryDelays[Math.min(this.#failures, retryDelays.length - 1)] ?? 0;
    this.#failures += 1;
    this.#cancelRetry = this.#o.clock.after(delay, () => this.#connect());
  }

  #set(change: Partial<SerialState>): void {
    this.state.update((before) => ({ ...before, ...change }));
  }
}
