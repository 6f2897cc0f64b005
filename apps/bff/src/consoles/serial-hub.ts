import { consoleCloseCodes } from "@stackdeck/api-types";
import type { Clock } from "./clock.ts";
import { checkEntry } from "./console-entry.ts";
import type { BootLogs, ConsoleCaller, ConsoleChannels, ConsoleVm, ConsoleVms } from "./console-ports.ts";
import { ConsoleRefused } from "./console-refused.ts";
import { SerialHistory } from "./serial-history.ts";
import type { JournalKey, SerialJournal, SerialJournals } from "./serial-journal.ts";
import type { SerialLimits } from "./serial-limits.ts";
import { type SerialAttachRequest, SerialSession } from "./serial-session.ts";
import type { SerialViewer } from "./serial-viewer.ts";
import type { ViewerSocket } from "./viewer-socket.ts";

export interface SerialHubOptions {
  readonly vms: ConsoleVms;
  readonly channels: ConsoleChannels;
  readonly bootLogs: BootLogs;
  /** Undefined: history is kept in memory only while somebody looks. */
  readonly journals: SerialJournals | undefined;
  readonly limits: SerialLimits;
  readonly clock: Clock;
  readonly onKeyboard: (caller: ConsoleCaller, ipAddress: string, what: string) => void;
}

/** A viewer's place at a console: what its socket calls. */
export interface SerialSeat {
  readonly session: SerialSession;
  readonly viewer: SerialViewer;
  /** The connection has ended. */
  leave(): void;
}

interface Entry {
  readonly session: SerialSession;
  readonly journal: SerialJournal | undefined;
  readonly key: JournalKey;
  readonly unwatch: () => void;
  cancelRelease: (() => void) | undefined;
}

/** All serial consoles: opens a session for the first viewer of a VM and lets it go a while after the last. */
export class SerialHub {
  readonly #o: SerialHubOptions;
  /** By address. A promise, because two viewers may come while the history is read. */
  readonly #entries = new Map<string, Promise<Entry>>();
  /** Histories that are being saved: they are not read before that is done. */
  readonly #saving = new Map<string, Promise<void>>();
  #stopping = false;

  constructor(options: SerialHubOptions) {
    this.#o = options;
  }

  /** Addresses of the VMs whose serial port is held. */
  get held(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /**
   * Seats a viewer.
   * @throws ConsoleRefused
   */
  async attach(
    ipAddress: string,
    caller: ConsoleCaller,
    socket: ViewerSocket,
    request: SerialAttachRequest,
  ): Promise<SerialSeat> {
    if (this.#stopping) throw new ConsoleRefused(consoleCloseCodes.serverStopping, "Stackdeck is stopping.");
    const vm = checkEntry(this.#o.vms, { ipAddress, kind: "serial" }, caller);
    const entry = await this.#entry(vm);
    if (!this.#entries.has(ipAddress))
      throw new ConsoleRefused(consoleCloseCodes.vmDestroyed, "The VM was destroyed.");
    if (entry.session.viewerCount >= this.#o.limits.viewersPerVm)
      throw new ConsoleRefused(consoleCloseCodes.tooMany, "Too many viewers at this console.");
    entry.cancelRelease?.();
    entry.cancelRelease = undefined;
    const viewer = entry.session.attach(socket, caller, request);
    const leave = (): void => {
      entry.session.detach(viewer);
      this.#releaseLater(ipAddress, entry);
    };
    return { session: entry.session, viewer, leave };
  }

  /** The history of a VM's port, when it is held. */
  async history(ipAddress: string): Promise<SerialHistory | undefined> {
    return (await this.#entries.get(ipAddress))?.session.history;
  }

  /** Ends all consoles and saves their histories. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const entries = await Promise.all(this.#entries.values());
    await Promise.all(
      entries.map((entry) => this.#end(entry, consoleCloseCodes.serverStopping, "Stackdeck is restarting.")),
    );
  }

  #entry(vm: ConsoleVm): Promise<Entry> {
    const known = this.#entries.get(vm.ipAddress);
    if (known !== undefined) return known;
    const made = this.#open(vm);
    this.#entries.set(vm.ipAddress, made);
    made.catch(() => this.#entries.delete(vm.ipAddress));
    return made;
  }

  async #open(vm: ConsoleVm): Promise<Entry> {
    const { ipAddress, identity } = vm;
    const key = { ipAddress, identity };
    await this.#saving.get(ipAddress);
    const saved = await this.#o.journals?.load(key);
    const history = new SerialHistory(this.#o.limits.ringBytes, saved);
    const journal = this.#o.journals?.follow(key, history);
    const session = new SerialSession({
      vm,
      history,
      limits: this.#o.limits,
      clock: this.#o.clock,
      channels: this.#o.channels,
      bootLogs: this.#o.bootLogs,
      onGrowth: () => journal?.grown(),
      onKeyboard: (caller, what) => this.#o.onKeyboard(caller, ipAddress, what),
    });
    const unwatch = this.#o.vms.watch(ipAddress, (now) => this.#vmChanged(entry, now));
    const entry: Entry = { session, journal, key, unwatch, cancelRelease: undefined };
    // This run's place in the stream must be known to the next one, also when nothing more comes.
    journal?.grown();
    session.open();
    return entry;
  }

  #vmChanged(entry: Entry, now: ConsoleVm | undefined): void {
    if (now !== undefined && now.identity === entry.key.identity) {
      entry.session.vmChanged(now);
      return;
    }
    this.#end(entry, consoleCloseCodes.vmDestroyed, "The VM was destroyed.")
      .then(() => this.#o.journals?.forget(entry.key))
      .catch(() => undefined);
  }

  #releaseLater(ipAddress: string, entry: Entry): void {
    if (entry.session.viewerCount > 0 || entry.cancelRelease !== undefined || !this.#entries.has(ipAddress))
      return;
    entry.cancelRelease = this.#o.clock.after(this.#o.limits.releaseAfterMs, () => {
      this.#end(entry, consoleCloseCodes.serverStopping, "").catch(() => undefined);
    });
  }

  async #end(entry: Entry, code: number, reason: string): Promise<void> {
    this.#entries.delete(entry.key.ipAddress);
    entry.cancelRelease?.();
    entry.unwatch();
    entry.session.close(code, reason);
    const saved = (entry.journal?.close() ?? Promise.resolve()).finally(() =>
      this.#saving.delete(entry.key.ipAddress),
    );
    this.#saving.set(entry.key.ipAddress, saved);
    await saved;
  }
}
