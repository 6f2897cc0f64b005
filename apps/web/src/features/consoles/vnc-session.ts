import { consoleCloseCodes } from "@stackdeck/api-types";
import { Value } from "../../ui/subscribable.ts";
import type { ConsoleClock } from "./console-link.ts";
import { KeyTypist, type TypingSpeed } from "./key-typist.ts";
import type { KeyPress } from "./keyboard-layouts.ts";
import { LinkWatch } from "./link-watch.ts";
import { isFinalEnd, Retries } from "./retries.ts";
import { initialVncState, type VncScale, type VncState } from "./vnc-state.ts";

/** What a session needs of the RFB client. */
export interface VncClient {
  viewOnly: boolean;
  scaleViewport: boolean;
  clipViewport: boolean;
  dragViewport: boolean;
  disconnect(): void;
  focus(): void;
  sendKey(keysym: number, code: string | null, down?: boolean): void;
  clipboardPasteFrom(text: string): void;
  /** Asks for a piece of the picture, so that something comes. */
  poke(): void;
  toBlob(callback: (blob: Blob | null) => void, type?: string): void;
}

export interface VncClientEvents {
  readonly connected: () => void;
  /** Something has come from the server. */
  readonly received: () => void;
  /** With the WebSocket's close code. */
  readonly closed: (code: number, reason: string) => void;
  /** The guest has put text on its clipboard. */
  readonly clipboard: (text: string) => void;
  readonly resized: () => void;
}

/** Connects an RFB client that draws into an element; a fake in tests. */
export type VncConnector = (ip: string, element: HTMLElement, events: VncClientEvents) => VncClient;

export interface VncSessionOptions {
  readonly ip: string;
  readonly element: HTMLElement;
  readonly connect: VncConnector;
  readonly clock: ConsoleClock;
}

/** How long a connection may take, in milliseconds. */
const connectMs = 10_000;
const retryDelays = [250, 500, 1000, 2000, 4000];
/** Longest clipboard text of a guest that is kept, in characters. */
const clipboardLimit = 1_000_000;
/** One graphical console: connects, comes back after cuts and restarts of the VM, types for the user. */
export class VncSession {
  readonly state = new Value<VncState>(initialVncState);
  readonly ip: string;
  readonly element: HTMLElement;
  readonly #o: VncSessionOptions;
  #client: VncClient | undefined;
  readonly #watch: LinkWatch;
  readonly #retries: Retries;
  #vmState = "";
  readonly #typist: KeyTypist;

  constructor(options: VncSessionOptions) {
    this.#o = options;
    this.ip = options.ip;
    this.element = options.element;
    this.#typist = new KeyTypist({
      clock: options.clock,
      keyboard: () => this.#client,
      progress: (typing) => this.#set({ typing }),
    });
    this.#watch = new LinkWatch({
      clock: options.clock,
      ask: () => this.#ask(),
      dead: () => this.#giveUp(),
    });
    const { clock } = options;
    this.#retries = new Retries({ clock, delays: retryDelays, connect: () => this.#connect() });
    this.#connect();
  }

  /** The VM's state has changed: a console that waits for it connects. */
  vmState(state: string): void {
    const before = this.#vmState;
    this.#vmState = state;
    const { phase } = this.state.get();
    // Told again what it was told before, it must not knock at a door that was just closed.
    if (state === "running" && before !== state && (phase === "waiting-for-vm" || phase === "no-screen"))
      this.retry();
  }

  /** Connects at once. */
  retry(): void {
    if (this.#client !== undefined) return;
    this.#retries.cancel();
    this.#retries.succeeded();
    this.#connect();
  }

  setScale(scale: VncScale): void {
    this.#set({ scale, moving: false });
    this.#apply();
  }

  setMoving(moving: boolean): void {
    this.#set({ moving });
    this.#apply();
  }

  setViewOnly(viewOnly: boolean): void {
    this.#set({ viewOnly });
    this.#apply();
  }

  focus(): void {
    this.#client?.focus();
  }

  /** Presses keys together, in order, and lets them go in reverse. */
  combo(keys: readonly { readonly keysym: number; readonly code: string | null }[]): void {
    for (const { keysym, code } of keys) this.#client?.sendKey(keysym, code, true);
    for (const { keysym, code } of keys.toReversed()) this.#client?.sendKey(keysym, code, false);
    this.focus();
  }

  /** Types keys one after the other. Replaces what is being typed. */
  typeKeys(presses: readonly KeyPress[], speed: TypingSpeed): void {
    this.#typist.type(presses, speed);
  }

  stopTyping(): void {
    this.#typist.stop();
  }

  /** Puts text on the guest's clipboard, where its VNC server has one. */
  setGuestClipboard(text: string): void {
    this.#client?.clipboardPasteFrom(text);
  }

  /** The picture as it is now, as PNG; undefined when there is none. */
  screenshot(): Promise<Blob | undefined> {
    return new Promise((resolve) => {
      if (this.#client === undefined || this.state.get().phase !== "connected") resolve(undefined);
      else this.#client.toBlob((blob) => resolve(blob ?? undefined), "image/png");
    });
  }

  dispose(): void {
    this.#retries.cancel();
    this.#watch.stop();
    this.stopTyping();
    this.#set({ phase: "ended" });
    const client = this.#client;
    this.#client = undefined;
    client?.disconnect();
    this.element.remove();
  }

  #connect(): void {
    this.#set({ phase: this.#retries.isFirst ? "connecting" : "reconnecting" });
    const client: VncClient = this.#o.connect(this.ip, this.element, {
      connected: () => {
        if (this.#client !== client) return;
        this.#retries.succeeded();
        this.#set({ phase: "connected", reason: "" });
        this.#apply();
      },
      received: () => {
        if (this.#client === client) this.#watch.heard();
      },
      closed: (code, reason) => {
        if (this.#client === client) this.#closed(code, reason);
      },
      clipboard: (text) => this.#set({ guestClipboard: text.slice(0, clipboardLimit) }),
      resized: () => this.#apply(),
    });
    this.#client = client;
    this.#watch.expect(connectMs);
  }

  #ask(): void {
    if (this.state.get().phase === "connected") this.#client?.poke();
  }

  #giveUp(): void {
    const client = this.#client;
    this.#closed(1006, "The server does not answer.");
    client?.disconnect();
  }

  #closed(code: number, reason: string): void {
    this.#client = undefined;
    this.#watch.stop();
    this.stopTyping();
    if (isFinalEnd(code)) this.#set({ phase: "ended", reason });
    else if (code === consoleCloseCodes.wrongState) this.#set({ phase: "waiting-for-vm", reason });
    else if (code === consoleCloseCodes.noVnc) this.#set({ phase: "no-screen", reason });
    else this.#retryLater(reason);
  }

  #retryLater(reason: string): void {
    this.#retries.later();
    this.#set({ phase: "reconnecting", reason });
  }

  #apply(): void {
    const client = this.#client;
    if (client === undefined) return;
    const { scale, viewOnly, moving } = this.state.get();
    client.scaleViewport = scale === "fit";
    client.clipViewport = scale === "actual";
    client.dragViewport = moving;
    client.viewOnly = viewOnly;
  }

  #set(change: Partial<VncState>): void {
    this.state.update((before) => ({ ...before, ...change }));
  }
}
