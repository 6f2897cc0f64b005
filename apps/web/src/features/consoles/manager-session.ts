import { consoleCloseCodes } from "@stackdeck/api-types";
import { Value } from "../../ui/subscribable.ts";
import { type ConsoleClock, type ConsoleLink, type ConsoleTransport, consolePath } from "./console-link.ts";
import { prettyLine } from "./qmp-commands.ts";

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
const retryMs = 2000;
const finalCodes: ReadonlySet<number> = new Set([
  consoleCloseCodes.sessionEnded,
  consoleCloseCodes.forbidden,
  consoleCloseCodes.noSuchVm,
  consoleCloseCodes.vmDestroyed,
  consoleCloseCodes.tooMany,
  consoleCloseCodes.upstreamFailed,
]);

/** The monitor of a VM's virtualiser, line by line. */
export class ManagerSession {
  readonly state = new Value<ManagerState>({ phase: "connecting", reason: "", lines: [] });
  readonly #o: { readonly ip: string; readonly transport: ConsoleTransport; readonly clock: ConsoleClock };
  #link: ConsoleLink | undefined;
  #nextId = 1;
  #cancelRetry: (() => void) | undefined;
  #disposed = false;

  constructor(options: {
    readonly ip: string;
    readonly transport: ConsoleTransport;
    readonly clock: ConsoleClock;
  }) {
    this.#o = options;
    this.#connect();
  }

  /** Sends one command, a line of JSON. */
  send(json: string): void {
    if (this.state.get().phase !== "connected") return;
    this.#add("you", json);
    this.#link?.sendText(json);
  }

  retry(): void {
    if (this.#link !== undefined || this.#disposed) return;
    this.#cancelRetry?.();
    this.#connect();
  }

  clear(): void {
    this.#set({ lines: [] });
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelRetry?.();
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
        if (this.#link === link) this.#add("vm", prettyLine(text));
      },
      closed: (code, reason) => {
        if (this.#link === link) this.#closed(code, reason);
      },
    });
    this.#link = link;
  }

  #closed(code: number, reason: string): void {
    this.#link = undefined;
    const waiting = code === consoleCloseCodes.wrongState;
    const final = finalCodes.has(code);
    this.#set({ phase: final ? "ended" : waiting ? "waiting-for-vm" : "connecting", reason });
    this.#add("note", reason || "The connection was lost.");
    if (!final && !waiting) this.#cancelRetry = this.#o.clock.after(retryMs, () => this.#connect());
  }

  #add(from: ManagerLine["from"], text: string): void {
    const line = { id: this.#nextId++, from, text };
    this.#set({ lines: [...this.state.get().lines, line].slice(-maxLines) });
  }

  #set(change: Partial<ManagerState>): void {
    this.state.update((before) => ({ ...before, ...change }));
  }
}
