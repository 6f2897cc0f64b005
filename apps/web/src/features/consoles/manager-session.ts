import { consoleCloseCodes } from "@stackdeck/api-types";
import { Value } from "../../ui/subscribable.ts";
import { type ConsoleClock, type ConsoleLink, type ConsoleTransport, consolePath } from "./console-link.ts";
import { prettyLine } from "./qmp-commands.ts";
import { isFinalEnd, Retries } from "./retries.ts";

export interface ManagerLine {
  readonly id: number;
  readonly from: "you" | "vm" | "note";
  readonly text: string;
}

export interface ManagerState {
  readonly phase: "connecting" | "connected" | "waiting-for-vm" | "ended";
  readonly reason: string;
  readonly lines: readonly ManagerLine[];
}

/** Lines that are kept. */
const maxLines = 1000;
/** Waiting times before trying again, in milliseconds; the last one repeats. */
const retryDelays = [500, 2000, 5000, 10_000];
/** Commands that can be recalled. */
const maxTyped = 200;
/** Commands whose echo is waited for. */
const maxEchoes = 100;

/** The monitor of a VM's virtualiser, line by line. */
export class ManagerSession {
  readonly state = new Value<ManagerState>({ phase: "connecting", reason: "", lines: [] });
  readonly ip: string;
  readonly #o: { readonly ip: string; readonly transport: ConsoleTransport; readonly clock: ConsoleClock };
  #link: ConsoleLink | undefined;
  #nextId = 1;
  readonly #retries: Retries;
  #disposed = false;
  /** Lines that were sent: the hypervisor says them again before it answers. */
  #echoes: string[] = [];
  readonly #typed: string[] = [];

  constructor(options: {
    readonly ip: string;
    readonly transport: ConsoleTransport;
    readonly clock: ConsoleClock;
  }) {
    this.#o = options;
    this.ip = options.ip;
    const { clock } = options;
    this.#retries = new Retries({ clock, delays: retryDelays, connect: () => this.#connect() });
    this.#connect();
  }

  /** Sends one command, a line of JSON. */
  send(json: string): void {
    if (this.state.get().phase !== "connected") return;
    this.#add("you", json);
    this.#echoes = [...this.#echoes, json].slice(-maxEchoes);
    this.#link?.sendText(json);
  }

  /** Commands as they were typed, oldest first. */
  get typed(): readonly string[] {
    return this.#typed;
  }

  /** Keeps what was typed, to be recalled. The same twice in a row counts once. */
  remember(text: string): void {
    if (this.#typed.at(-1) !== text) this.#typed.push(text);
    if (this.#typed.length > maxTyped) this.#typed.shift();
  }

  retry(): void {
    if (this.#link !== undefined || this.#disposed) return;
    this.#retries.cancel();
    this.#retries.succeeded();
    this.#connect();
  }

  clear(): void {
    this.#set({ lines: [] });
  }

  dispose(): void {
    this.#disposed = true;
    this.#retries.cancel();
    const link = this.#link;
    this.#link = undefined;
    link?.close();
  }

  #connect(): void {
    this.#set({ phase: "connecting" });
    const link: ConsoleLink = this.#o.transport(consolePath(this.#o.ip, "manager"), {
      opened: () => {
        if (this.#link === link) this.#set({ phase: "connected", reason: "" });
      },
      bytes: () => undefined,
      text: (text) => {
        if (this.#link === link) this.#heard(text);
      },
      closed: (code, reason) => {
        if (this.#link === link) this.#closed(code, reason);
      },
    });
    this.#link = link;
  }

  #heard(line: string): void {
    this.#retries.succeeded();
    const echo = this.#echoes.indexOf(line);
    if (echo >= 0) this.#echoes.splice(echo, 1);
    else this.#add("vm", prettyLine(line));
  }

  #closed(code: number, reason: string): void {
    this.#link = undefined;
    this.#echoes = [];
    const waiting = code === consoleCloseCodes.wrongState;
    const final = isFinalEnd(code);
    this.#set({ phase: final ? "ended" : waiting ? "waiting-for-vm" : "connecting", reason });
    if (this.#retries.isFirst) this.#add("note", reason || "The connection was lost.");
    if (!final && !waiting) this.#retries.later();
  }

  #add(from: ManagerLine["from"], text: string): void {
    const line = { id: this.#nextId++, from, text };
    this.#set({ lines: [...this.state.get().lines, line].slice(-maxLines) });
  }

  #set(change: Partial<ManagerState>): void {
    this.state.update((before) => ({ ...before, ...change }));
  }
}
