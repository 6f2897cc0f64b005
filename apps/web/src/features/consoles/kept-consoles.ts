import type { ConsoleClock } from "./console-link.ts";

export interface KeptConsolesOptions<Console> {
  readonly clock: ConsoleClock;
  /** A console that nobody shows is kept this long, so that going back finds it as it was. In milliseconds. */
  readonly keepMs: number;
  readonly open: (ip: string) => Console;
  /** Has ended for good: whoever comes gets a new one. */
  readonly isOver: (console: Console) => boolean;
  readonly close: (console: Console) => void;
}

interface Kept<Console> {
  readonly console: Console;
  users: number;
  cancel: (() => void) | undefined;
}

/** The consoles of this page of one kind, one for each VM, wherever and however often they are shown. */
export class KeptConsoles<Console extends { readonly ip: string }> {
  readonly #o: KeptConsolesOptions<Console>;
  readonly #kept = new Map<string, Kept<Console>>();

  constructor(options: KeptConsolesOptions<Console>) {
    this.#o = options;
  }

  /** The console of a VM: the one that is there, else a new one. To be given back with `release`. */
  acquire(ip: string): Console {
    let entry = this.#kept.get(ip);
    if (entry === undefined || this.#o.isOver(entry.console)) {
      if (entry !== undefined) this.#close(entry);
      entry = { console: this.#o.open(ip), users: 0, cancel: undefined };
      this.#kept.set(ip, entry);
    }
    entry.users += 1;
    entry.cancel?.();
    entry.cancel = undefined;
    return entry.console;
  }

  /** A page no longer shows the console. */
  release(console: Console): void {
    const entry = this.#kept.get(console.ip);
    if (entry?.console !== console) return;
    entry.users -= 1;
    if (entry.users === 0) entry.cancel = this.#o.clock.after(this.#o.keepMs, () => this.#close(entry));
  }

  #close(entry: Kept<Console>): void {
    entry.cancel?.();
    this.#kept.delete(entry.console.ip);
    this.#o.close(entry.console);
  }
}
