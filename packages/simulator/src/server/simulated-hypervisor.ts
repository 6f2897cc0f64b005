import { mkdirSync } from "node:fs";
import type { Update, VmInfo } from "@stackdeck/api-types";
import { methods } from "@stackdeck/api-types";
import type { ServerTls } from "@stackdeck/srpc";
import { SrpcError, SrpcServer } from "@stackdeck/srpc";
import { DroppedConnection } from "../base/refusal.ts";
import type { Virtualiser } from "../guest/virtualiser.ts";
import { allMethods } from "../methods/all.ts";
import { Hypervisor } from "../state/hypervisor.ts";
import { remove, resume } from "../state/lifecycle.ts";
import type { Faults, HypervisorOptions } from "../state/options.ts";
import { writeRootCookie } from "../state/secrets.ts";
import type { StateStore } from "../state/store.ts";
import type { Vm } from "../state/vm.ts";
import { serveStatusPage } from "./status-pages.ts";

export interface SimulatedHypervisorOptions {
  readonly hypervisor: HypervisorOptions;
  readonly store: StateStore;
  readonly tls: ServerTls;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Told about handlers that fail for a reason nobody thought of. */
  readonly onError?: ((method: string, error: unknown) => void) | undefined;
}

/** A hypervisor on a port, with handles to drive it from tests and the demo. */
export class SimulatedHypervisor {
  readonly #options: SimulatedHypervisorOptions;
  readonly #virtualisers = new Map<string, Virtualiser>();
  #hypervisor: Hypervisor;
  #server: SrpcServer | undefined;
  #port: number;
  readonly #observers = new Set<(update: Update) => void>();
  readonly #tap = (update: () => Update) => {
    for (const observer of this.#observers) observer(update());
  };

  constructor(options: SimulatedHypervisorOptions) {
    this.#options = options;
    this.#port = options.port;
    this.#hypervisor = this.#boot();
  }

  /** Opens the port. Rejects when it is taken. */
  async listen(): Promise<void> {
    this.#server = this.#newServer();
    this.#port = (await this.#server.listen(this.#port, this.#options.host)).port;
  }

  get name(): string {
    return this.#options.hypervisor.name;
  }

  get host(): string {
    return this.#options.host;
  }

  get port(): number {
    return this.#port;
  }

  /** `host:port`. */
  get address(): string {
    return `${this.#options.host}:${this.#port}`;
  }

  /** Misbehaviour; switch fields at any time. */
  get faults(): Faults {
    return this.#options.hypervisor.faults;
  }

  /** The state behind the server. A restart makes a new one. */
  get state(): Hypervisor {
    return this.#hypervisor;
  }

  /** False while the server is stopped. */
  get isListening(): boolean {
    return this.#server !== undefined;
  }

  /** Hears every update, over restarts of the server too; the result ends that. */
  observe(observer: (update: Update) => void): () => void {
    this.#observers.add(observer);
    this.#hypervisor.updates.tap = this.#tap;
    return () => {
      this.#observers.delete(observer);
      if (this.#observers.size === 0) this.#hypervisor.updates.tap = undefined;
    };
  }

  /** Ends the virtualiser of a running VM from outside. */
  crashVm(ip: string): void {
    this.#virtualisers.get(ip)?.crash();
  }

  /** The guest shuts itself down. */
  powerDownVm(ip: string): void {
    this.#virtualisers.get(ip)?.pressPowerButton();
  }

  /** Changes a VM behind everybody's back and announces it. */
  changeVm(ip: string, change: (info: VmInfo) => void): void {
    const vm = this.#hypervisor.vm(ip);
    change(vm.info);
    this.#hypervisor.announce(vm);
  }

  /** Takes a VM away as if somebody had destroyed it. */
  removeVm(ip: string): Promise<void> {
    return remove(this.#hypervisor, this.#hypervisor.vm(ip));
  }

  /** Adds a VM that was made elsewhere; see `addVm` of the population. */
  adopt(vm: Vm): void {
    this.#hypervisor.vms.set(vm.ip, vm);
    this.#hypervisor.announce(vm);
  }

  setHealth(text: string): void {
    this.faults.healthStatus = text;
    const counts = this.#hypervisor.freeCounts();
    this.#hypervisor.broadcast(() => ({ NumFreeAddresses: counts }));
  }

  /** Closes every connection; the port stays open. */
  async dropConnections(): Promise<void> {
    const old = this.#server;
    if (old === undefined) return;
    await old.close();
    await this.listen();
  }

  /**
   * Stops the server process and starts it again on the same port. VMs go on meanwhile, unless the machine goes down
   * with it.
   */
  async restart(options: { readonly machine?: boolean; readonly downMs?: number } = {}): Promise<void> {
    await this.stop();
    if (options.machine === true) {
      for (const virtualiser of this.#virtualisers.values()) virtualiser.dispose();
      this.#virtualisers.clear();
    }
    if (options.downMs !== undefined) await new Promise((resolve) => setTimeout(resolve, options.downMs));
    this.#hypervisor = this.#boot();
    await this.listen();
  }

  /** Stops the server; the state stays. */
  async stop(): Promise<void> {
    this.#hypervisor.stopping.abort();
    for (const vm of this.#hypervisor.vms.values()) {
      vm.destroyTimer?.cancel();
      vm.token.dispose();
    }
    await this.#server?.close();
    this.#server = undefined;
  }

  /** Stops the server and every VM process. */
  async close(): Promise<void> {
    await this.stop();
    for (const virtualiser of this.#virtualisers.values()) virtualiser.dispose();
    this.#virtualisers.clear();
  }

  #boot(): Hypervisor {
    const { hypervisor: options, store } = this.#options;
    const hypervisor = new Hypervisor(options, store, this.#virtualisers);
    if (this.#observers.size > 0) hypervisor.updates.tap = this.#tap;
    hypervisor.onPower = (event) => {
      const done = event === "power-off" ? this.close() : this.restart({ machine: true });
      done.catch((error: unknown) => this.#options.onError?.("PowerOff", error));
    };
    // Tools that import a VM put their files there.
    for (const { directory } of options.backends) mkdirSync(directory, { recursive: true });
    writeRootCookie(options.stateDirectory, options.random);
    resume(hypervisor);
    return hypervisor;
  }

  #newServer(): SrpcServer {
    const server = new SrpcServer({
      tls: this.#options.tls,
      requireTls: true,
      httpHandler: (request, response) => serveStatusPage(this.#hypervisor, request, response),
      grantMethodPowers: ({ userName, groups }) => {
        const { owners } = this.#hypervisor;
        return owners.users.includes(userName) || groups.some((group) => owners.groups.includes(group));
      },
      onHandlerError: (error, { method }) => {
        // Clients that go away or talk nonsense are everyday business.
        if (!(error instanceof DroppedConnection || error instanceof SrpcError))
          this.#options.onError?.(method, error);
      },
    });
    const isOld = this.#options.hypervisor.profile === "april-2025";
    for (const method of allMethods) {
      if (isOld && methods[method.name].sinceApril2025) continue;
      server.register(
        "Hypervisor",
        method.name,
        method.handler(() => this.#hypervisor),
      );
    }
    return server;
  }
}
