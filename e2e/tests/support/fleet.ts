/** Simulated hypervisors in the process of the tests, and clients of the stock protocol beside the product. */
import { type Simulation, type SimulationOptions, startSimulation } from "@stackdeck/simulator";
import { type Identity, loadIdentities } from "@stackdeck/srpc";
import { Client, type Message } from "../../conformance/client.ts";
import type { MethodName } from "../../conformance/contract.ts";

/** Quick enough for tests, slow enough that states in between can be seen. */
const pace = { start: 150, boot: 300, stop: 150, image: 50, memoryTrial: 0, patch: 20 };

export interface FleetVm {
  readonly ip: string;
  readonly hostname: string;
  readonly state: string;
  /** Index of its hypervisor. */
  readonly on: number;
}

export class Fleet {
  readonly simulation: Simulation;
  readonly #identities: readonly Identity[];
  readonly #clients: Client[] = [];
  readonly #population: ReadonlySet<string>;

  private constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.#population = new Set(this.vms().map((vm) => vm.ip));
    this.#identities = loadIdentities(simulation.certDir);
  }

  /** Some forty VMs on two hypervisors, unless told otherwise, whose life stands still unless a test moves it. */
  static async start(
    options: Pick<
      SimulationOptions,
      "hypervisors" | "population" | "fleetManagerPort" | "separateHosts" | "clock"
    > = {},
  ): Promise<Fleet> {
    const usual = { hypervisors: 2, population: "demo", lifeEveryMs: 0, pace } as const;
    return new Fleet(await startSimulation({ ...usual, ...options }));
  }

  /** A client of the stock protocol, as another program would be. */
  client(on = 0, userName = "admin"): Client {
    const { host, port } = this.hypervisor(on);
    const identity = this.#identities.find((each) => each.userName === userName)!;
    const client = new Client({ host, port }, identity);
    this.#clients.push(client);
    return client;
  }

  hypervisor(on: number) {
    return this.simulation.hypervisors[on]!;
  }

  /** All VMs as the hypervisors know them. */
  vms(): FleetVm[] {
    return this.simulation.hypervisors.flatMap((hypervisor, on) =>
      [...hypervisor.state.vms.values()].map((vm) => ({
        ip: vm.ip,
        hostname: vm.info.Hostname ?? "",
        state: String(vm.info.State),
        on,
      })),
    );
  }

  /** A VM by its host name. */
  vm(hostname: string): FleetVm {
    const found = this.vms().find((vm) => vm.hostname === hostname);
    if (!found) throw new Error(`no VM named ${hostname}`);
    return found;
  }

  /** A running VM that has a screen. */
  graphicalVm(): FleetVm {
    const found = this.vms().find(
      (vm) =>
        vm.state === "running" && this.hypervisor(vm.on).state.vms.get(vm.ip)?.info.ConsoleType === "vnc",
    );
    if (!found) throw new Error("no running VM has a screen");
    return found;
  }

  /** Creates a stopped VM with 1 MiB of root for a test to work on; taken away after it. */
  async createVm(Hostname: string, more: Message = {}, on = 0): Promise<FleetVm> {
    const admin = this.client(on);
    const { response } = await admin.succeed("CreateVm", {
      DoNotStart: true,
      MinimumFreeBytes: 1 << 20,
      Hostname,
      MemoryInMiB: 256,
      MilliCPUs: 250,
      SubnetId: "development",
      ...more,
    });
    const ip = String(response.IpAddress);
    await admin.ok("AcknowledgeVm", { IpAddress: ip });
    return { ip, hostname: Hostname, state: "stopped", on };
  }

  /** One call of the stock protocol by an administrator on the VM's own hypervisor. */
  async call(vm: FleetVm, method: MethodName, request: Message = {}): Promise<Message> {
    return this.client(vm.on).ok(method, { IpAddress: vm.ip, ...request });
  }

  /** What runs inside a VM: its screen as it draws it, and its end of the serial port. */
  guest(vm: FleetVm) {
    const running = this.hypervisor(vm.on).state.virtualisers.get(vm.ip);
    if (running === undefined) throw new Error(`${vm.hostname} does not run`);
    return running.guest;
  }

  /** Takes away every VM that a test has made: addresses are few. */
  async tidy(): Promise<void> {
    for (const vm of this.vms()) if (!this.#population.has(vm.ip)) await this.#remove(vm);
  }

  /** Work that a test left behind, such as a copy not yet acknowledged, may take its VM away at the same time. */
  async #remove(vm: FleetVm): Promise<void> {
    const { state } = this.hypervisor(vm.on);
    if (!state.vms.has(vm.ip)) return;
    await this.hypervisor(vm.on)
      .removeVm(vm.ip)
      .catch((error: unknown) => {
        if (state.vms.has(vm.ip)) throw error;
      });
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.simulation.close();
  }
}
