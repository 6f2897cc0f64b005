import { type Alert, certificateAlert, type FleetEvent, type HypervisorRow } from "@stackdeck/api-types";
import type { RowChange } from "../live/sorted-table.ts";
import type { EventStore } from "../store/event-store.ts";
import type { Inventory } from "./inventory.ts";
import type { InventoryChange } from "./inventory-link.ts";

/** Events held in memory, for lists; the store has more. */
const held = 1000;
const lookEveryMs = 30_000;
/** Few enough that a write of them takes no time worth a word. */
const writtenAtOnce = 100;
/** How long what happens is gathered: each write waits for the disk. */
const gatherMs = 250;

/** States of a VM that somebody should know of, whoever brought it there. */
const badStates: ReadonlySet<string> = new Set(["crashed", "failed to start"]);

export interface FleetEventsOptions {
  readonly inventory: Inventory;
  readonly store: Pick<EventStore, "latest" | "append">;
  /** RFC 3339. */
  readonly certificateExpires: () => string;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly onStoreError: (error: unknown) => void;
}

type News = Omit<FleetEvent, "Id" | "On">;

/** Watches the fleet and the certificate, and keeps a journal of what begins and ends to need a person. */
export class FleetEvents {
  readonly #o: FleetEventsOptions;
  readonly #rows = new Map<string, FleetEvent>();
  readonly #listeners = new Set<(change: RowChange<FleetEvent>) => void>();
  /** Alerts of each hypervisor as they were told; none yet for one that was never live. */
  readonly #told = new Map<string, readonly Alert[]>();
  #certificate: string | undefined;
  #lastId = 0;
  readonly #unwritten: FleetEvent[] = [];
  #writing: Promise<void> = Promise.resolve();
  /** Ends the gathering of what is to be written. */
  #hurry: () => void = () => {};
  #isClosed = false;
  readonly #cleanUp: (() => void)[] = [];

  private constructor(options: FleetEventsOptions) {
    this.#o = options;
  }

  /** Takes up the journal where it was left, and begins to watch. */
  static async start(options: FleetEventsOptions): Promise<FleetEvents> {
    const events = new FleetEvents(options);
    for (const event of (await options.store.latest(held)).reverse()) events.#hold(event);
    for (const row of options.inventory.hypervisors()) events.#watchHypervisor(row.Id);
    events.#cleanUp.push(options.inventory.onChange((change) => events.#note(change)));
    events.lookAtCertificate();
    const timer = setInterval(() => events.lookAtCertificate(), lookEveryMs);
    timer.unref();
    events.#cleanUp.push(() => clearInterval(timer));
    return events;
  }

  get revision(): number {
    return this.#lastId;
  }

  *rows(): Iterable<readonly [id: string, row: FleetEvent]> {
    yield* this.#rows;
  }

  onChange(listener: (change: RowChange<FleetEvent>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells each stage of a certificate's end once: a day before, an hour before, and the end. */
  lookAtCertificate(): void {
    const expires = this.#o.certificateExpires();
    const alert = certificateAlert(Date.parse(expires), this.#o.now());
    const stage = alert && `${expires} ${alert.Text}`;
    if (stage === this.#certificate) return;
    const wasWrong = this.#certificate !== undefined;
    this.#certificate = stage;
    const about = { Kind: "certificate", Target: "", TargetName: "", Hypervisor: "" };
    if (alert) this.#tell({ ...about, Severity: alert.Severity, Text: alert.Text });
    else if (wasWrong) this.#tell({ ...about, Severity: "good", Text: "A new client certificate is in use" });
  }

  /** Ends watching; resolves when all is written. */
  async close(): Promise<void> {
    for (const undo of this.#cleanUp) undo();
    this.#isClosed = true;
    this.#hurry();
    await this.#writing;
  }

  #note({ vms, hypervisors }: InventoryChange): void {
    for (const id of hypervisors) this.#watchHypervisor(id);
    for (const { before, after } of vms) {
      // What is first heard of may have been so for long.
      if (before === undefined || after === undefined || before.State === after.State) continue;
      const about = { Target: after.IpAddress, TargetName: after.Hostname, Hypervisor: after.Hypervisor };
      const where = `on ${after.HypervisorName}`;
      if (badStates.has(after.State))
        this.#tell({
          ...about,
          Kind: after.State,
          Severity: "bad",
          Text: `It ${wordsFor(after.State)} ${where}`,
        });
      else if (badStates.has(before.State) && after.State === "running")
        this.#tell({ ...about, Kind: before.State, Severity: "good", Text: `It runs again ${where}` });
    }
  }

  #watchHypervisor(id: string): void {
    const row = this.#o.inventory.hypervisor(id);
    const before = this.#told.get(id);
    if (row === undefined) {
      this.#told.delete(id);
      return;
    }
    // While it is being reached for nothing is known: neither trouble nor its end.
    if (row.Freshness === "connecting" || row.Freshness === "catching-up" || row.Alerts === before) return;
    this.#told.set(id, row.Alerts);
    if (before !== undefined) this.#tellDifference(row, before);
  }

  #tellDifference(row: HypervisorRow, before: readonly Alert[]): void {
    const about = { Target: row.Id, TargetName: row.Hostname || row.Id, Hypervisor: row.Id };
    const isIn = (list: readonly Alert[], alert: Alert) => list.some((other) => isSame(alert, other));
    for (const alert of row.Alerts.filter((each) => !isIn(before, each)))
      this.#tell({ ...about, ...newsOf(alert) });
    // One that went from stale to unreachable is not well again.
    for (const { Kind, ...over } of before.filter((each) => !isIn(row.Alerts, each)))
      if (!row.Alerts.some((alert) => alert.Kind === Kind || isLinkTrouble(alert.Kind)))
        this.#tell({ ...about, Kind, Severity: "good", Text: `Over: ${over.Text}` });
  }

  #tell(news: News): void {
    const event = { Id: this.#lastId + 1, On: new Date(this.#o.now()).toISOString(), ...news };
    this.#hold(event);
    for (const listener of this.#listeners) listener({ id: String(event.Id), after: event });
    this.#unwritten.push(event);
    if (this.#unwritten.length === 1) this.#writing = this.#writing.then(() => this.#write());
  }

  /** Writes what has come in: when a thousand hypervisors go and come, a write for each would stop everything else. */
  async #write(): Promise<void> {
    while (this.#unwritten.length > 0) {
      await this.#gather();
      while (this.#unwritten.length > 0)
        await this.#o.store.append(this.#unwritten.splice(0, writtenAtOnce)).catch(this.#o.onStoreError);
    }
  }

  #gather(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#isClosed ? 0 : gatherMs);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #hold(event: FleetEvent): void {
    this.#lastId = event.Id;
    this.#rows.set(String(event.Id), event);
    if (this.#rows.size <= held) return;
    const [oldest = ""] = this.#rows.keys();
    this.#rows.delete(oldest);
    for (const listener of this.#listeners) listener({ id: oldest, after: undefined });
  }
}

const newsOf = ({ Kind, Severity, Text }: Alert) => ({ Kind, Severity, Text });
const isLinkTrouble = (kind: string) => kind === "unreachable" || kind === "stale";
const wordsFor = (state: string) => (state === "crashed" ? "crashed" : "failed to start");

/** Whether two alerts are about the same thing. Texts of a bad link change with every try, those of VMs with each VM. */
function isSame(a: Alert, b: Alert): boolean {
  return a.Kind === b.Kind && (isLinkTrouble(a.Kind) || a.Kind === "claimed-twice" || a.Text === b.Text);
}
