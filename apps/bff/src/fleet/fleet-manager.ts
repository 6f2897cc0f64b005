import { FleetGetUpdatesRequest, FleetUpdate, type Machine, wireTypeOf } from "@stackdeck/api-types";
import { type Connection, type ConnectOptions, connect } from "@stackdeck/srpc";
import { BackOff } from "./back-off.ts";
import type { Fleet, FleetLog, HypervisorTarget } from "./fleet.ts";
import { hypervisorId } from "./hypervisor-id.ts";
import type { SessionClock } from "./hypervisor-session.ts";

const hypervisorPort = 6976;
/** The stream has no heartbeat of its own: so often a second connection is tried instead. */
const probeEveryMs = 30_000;
/** The first message waits until the fleet manager has loaded its topology. */
const firstMessageMs = 10 * 60_000;

/** The hypervisor of a machine: its address if there is one, for names may not resolve here. */
export function targetOfMachine(machine: Machine): HypervisorTarget {
  const address = machine.HostIpAddress ?? "";
  return {
    host: address === "" ? (machine.Hostname ?? "") : address,
    port: hypervisorPort,
    hostname: machine.Hostname ?? address,
    location: machine.Location ?? "",
    owners: { users: machine.OwnerUsers ?? [], groups: machine.OwnerGroups ?? [] },
  };
}

/** Learns from a fleet manager which hypervisors there are, and keeps the fleet in step. */
export class FleetManagerFollower {
  readonly #target: { readonly host: string; readonly port: number };
  readonly #fleet: Fleet;
  readonly #connectOptions: (target: { host: string; port: number }) => ConnectOptions;
  readonly #clock: SessionClock;
  readonly #log: FleetLog;
  readonly #stopped = new AbortController();
  /** Hypervisors that came from the fleet manager, by machine name; those of the configuration are not its business. */
  readonly #idByMachine = new Map<string, string>();
  #running: Promise<void> | undefined;

  constructor(o: {
    target: { readonly host: string; readonly port: number };
    fleet: Fleet;
    connectOptions: (target: { host: string; port: number }) => ConnectOptions;
    clock: SessionClock;
    log: FleetLog;
  }) {
    this.#target = o.target;
    this.#fleet = o.fleet;
    this.#connectOptions = o.connectOptions;
    this.#clock = o.clock;
    this.#log = o.log;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  /** Takes over what a message says of machines. */
  async apply(update: FleetUpdate, first: boolean): Promise<void> {
    const gone = new Set(update.DeletedMachines ?? []);
    const named = new Set((update.ChangedMachines ?? []).map((machine) => machine.Hostname));
    for (const name of this.#idByMachine.keys()) if (first && !named.has(name)) gone.add(name);
    for (const name of gone) await this.#remove(name);
    for (const machine of update.ChangedMachines ?? []) await this.#take(machine);
  }

  async #take(machine: Machine): Promise<void> {
    const target = targetOfMachine(machine);
    if (target.host === "") return;
    const name = machine.Hostname ?? target.host;
    const former = this.#idByMachine.get(name);
    const id = hypervisorId(target);
    if (former !== undefined && former !== id) await this.#remove(name);
    const isConfigured = former === undefined && this.#fleet.ids.includes(id);
    this.#fleet.add(target);
    if (!isConfigured) this.#idByMachine.set(name, id);
  }

  async #remove(name: string): Promise<void> {
    const id = this.#idByMachine.get(name);
    this.#idByMachine.delete(name);
    if (id !== undefined) await this.#fleet.remove(id);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    const backOff = new BackOff({ firstMs: 500, maxMs: 30_000 });
    while (!signal.aborted) {
      try {
        await this.#follow(() => backOff.succeeded());
      } catch (error) {
        if (!signal.aborted) this.#log.warn({ reason: String(error) }, "the fleet manager's stream was lost");
      }
      // What was known stays: hypervisors do not go away because their manager does.
      await this.#clock.sleep(backOff.next(), signal);
    }
  }

  async #follow(onFirst: () => void): Promise<void> {
    const { signal } = this.#stopped;
    const connection = await connect({ ...this.#connectOptions(this.#target), signal });
    const close = () => connection.close();
    signal.addEventListener("abort", close, { once: true });
    const probe = setInterval(() => void this.#probe(connection), probeEveryMs);
    try {
      const stream = await connection.open("FleetManager.GetUpdates", { signal });
      // Without this flag a read-only fleet manager answers nothing but an error.
      const request = { IgnoreMissingLocalTags: true, Location: "", MaxUpdates: 0 };
      await stream.send(wireTypeOf(FleetGetUpdatesRequest), request);
      for (let first = true; ; first = false) {
        const limit = first ? { timeoutMs: firstMessageMs } : {};
        const update = await stream.receive<FleetUpdate>(wireTypeOf(FleetUpdate), limit);
        if (update === undefined) return;
        if (update.Error) throw new Error(update.Error);
        if (first) onFirst();
        await this.apply(update, first);
      }
    } finally {
      clearInterval(probe);
      signal.removeEventListener("abort", close);
      connection.close();
    }
  }

  /** A fleet manager that takes no new connection is taken for gone. */
  async #probe(stream: Connection): Promise<void> {
    try {
      const probe = await connect(this.#connectOptions(this.#target));
      probe.close();
    } catch {
      stream.close();
    }
  }
}
