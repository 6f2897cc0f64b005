import { join } from "node:path";
import type { Update, VmInfo } from "@stackdeck/api-types";
import { VmInfo as VmInfoSchema, zeroOf } from "@stackdeck/api-types";
import type { Clock } from "../base/clock.ts";
import { timeText } from "../base/clock.ts";
import { ipMessage } from "../base/net.ts";
import { Refusal, refuse } from "../base/refusal.ts";
import { Storage } from "../disk/storage.ts";
import { VmFiles } from "../disk/vm-files.ts";
import type { Virtualiser } from "../guest/virtualiser.ts";
import { DhcpService } from "../network/dhcp-service.ts";
import { AddressPool } from "./address-pool.ts";
import { memoryCharge } from "./capacity.ts";
import { RwLock } from "./locks.ts";
import type { Faults, HypervisorOptions, Pace } from "./options.ts";
import type { StateStore } from "./store.ts";
import { poolLists } from "./store.ts";
import { Subnets } from "./subnets.ts";
import type { PendingUpdate } from "./updates.ts";
import { Broadcaster } from "./updates.ts";
import type { BlobName, VmRecord } from "./vm.ts";
import { Vm } from "./vm.ts";

/** Share of the host's memory that its own programs take. */
const HOST_SHARE = 0.04;

/** One hypervisor: its VMs and everything they share. Knows the rules' data, not the wire. */
export class Hypervisor {
  readonly options: HypervisorOptions;
  readonly store: StateStore;
  readonly subnets: Subnets;
  readonly pool: AddressPool;
  readonly storage: Storage;
  readonly dhcp: DhcpService;
  readonly updates = new Broadcaster();
  readonly lock = new RwLock();
  readonly vms = new Map<string, Vm>();
  /** Processes of running VMs by address; they outlive a restart of the server. */
  readonly virtualisers: Map<string, Virtualiser>;
  owners: { users: readonly string[]; groups: readonly string[] } = { users: [], groups: [] };
  disabled: boolean;
  /** What the machine does when it is told to go: set by the server around this state. */
  onPower: (event: "power-off" | "server-crash") => void = () => {};
  /** Ends when the server stops. */
  readonly stopping = new AbortController();

  constructor(options: HypervisorOptions, store: StateStore, virtualisers: Map<string, Virtualiser>) {
    this.options = options;
    this.store = store;
    this.virtualisers = virtualisers;
    const record = store.load();
    this.disabled = record?.disabled ?? false;
    this.subnets = new Subnets(record?.subnets ?? options.subnets);
    this.dhcp = new DhcpService(options.clock, this.subnets);
    this.storage = new Storage({
      backends: options.backends,
      users: () => this.vms.values(),
      reserveBytes: 0,
    });
    for (const { record: stored, blobs } of store.loadVms()) this.#adopt(stored, blobs);
    this.pool = new AddressPool({
      lists: poolLists(record?.pool ?? { registered: options.addresses, free: options.addresses }),
      subnets: this.subnets,
      vms: () => this.infos(),
      onChange: ({ all }) => this.#poolChanged(all),
    });
    this.pool.reconcile();
    this.saveSelf();
  }

  get clock(): Clock {
    return this.options.clock;
  }

  get faults(): Faults {
    return this.options.faults;
  }

  get pace(): Pace {
    return this.options.pace;
  }

  get isOld(): boolean {
    return this.options.profile === "april-2025";
  }

  *infos(): Generator<VmInfo> {
    for (const vm of this.vms.values()) yield vm.info;
  }

  /** The VM at an address; refuses when there is none. */
  vm(ip: string): Vm {
    return this.vms.get(ip) ?? refuse(`no VM with IP address: ${ipMessage(ip)} found`);
  }

  /** Host memory not in use right now, in MiB. */
  availableMemory(): number {
    let used = Math.ceil(this.options.memoryInMiB * HOST_SHARE);
    for (const ip of this.virtualisers.keys()) {
      const vm = this.vms.get(ip);
      if (vm !== undefined) used += memoryCharge(vm.info);
    }
    return Math.max(0, this.options.memoryInMiB - used);
  }

  /** Files of a new VM. */
  newFiles(ip: string, record?: VmRecord): VmFiles {
    return new VmFiles({
      directories: this.options.backends.map(({ directory }) => directory),
      imageContent: (name) => this.options.images.content(name),
      ip,
      stored: record?.files,
    });
  }

  /** Where a VM keeps what is not a volume. */
  vmDirectory(vm: Vm): string {
    return join(this.options.stateDirectory, "VMs", vm.ip);
  }

  /** Sets the state, notes the time if it changed, and tells everybody. */
  setState(vm: Vm, state: VmInfo["State"]): void {
    if (vm.info.State !== state) {
      vm.info.State = state;
      vm.info.ChangedStateOn = timeText(this.clock.now());
    }
    this.announce(vm);
    vm.notifyState();
  }

  /** Stores the VM and sends it to every subscriber. */
  announce(vm: Vm): void {
    this.saveVm(vm);
    if (vm.isSecret || vm.ip === "0.0.0.0") return;
    const { ip } = vm;
    this.broadcast(() => ({ HaveVMs: true, VMs: { [ip]: vm.info } }));
  }

  saveVm(vm: Vm): void {
    if (!vm.isGone && !vm.isSecret) this.store.saveVm(vm);
  }

  setBlob(vm: Vm, name: BlobName, data: Buffer | undefined): void {
    if (data === undefined) vm.blobs.delete(name);
    else vm.blobs.set(name, data);
    if (!vm.isSecret) this.store.saveBlob(vm, name);
  }

  /** Tells every subscriber that the address has no VM any more. */
  announceGone(ip: string): void {
    this.broadcast(() => ({ HaveVMs: true, VMs: { [ip]: zeroOf(VmInfoSchema) } }));
  }

  /** Sends a change; health and available memory travel with every message. */
  broadcast(part: PendingUpdate): void {
    if (this.updates.isSilent) return;
    this.updates.send(() => ({ ...part(), ...this.#vitals() }));
  }

  /** The machine powers off after the answer has gone out. */
  requestPowerOff(): void {
    this.clock.after(50, () => this.onPower("power-off"));
  }

  /** The server process dies at once and is started again. */
  requestServerCrash(): void {
    this.onPower("server-crash");
  }

  healthUpdate(): Update {
    return { HealthStatus: this.faults.healthStatus };
  }

  /** The first message of the update stream: everything. */
  fullUpdate(): Update {
    const { options } = this;
    const visible = [...this.vms.values()].filter((vm) => !vm.isSecret && vm.ip !== "0.0.0.0");
    return {
      HaveAddressPool: true,
      AddressPool: [...this.pool.registered],
      ArchitectureType: options.architecture,
      HaveDisabled: true,
      Disabled: this.disabled,
      MemoryInMiB: options.memoryInMiB,
      NumCPUs: options.numCPUs,
      NumFreeAddresses: this.freeCounts(),
      HaveSerialNumber: true,
      SerialNumber: options.serialNumber,
      HaveSubnets: true,
      Subnets: this.subnets.announced(),
      TotalVolumeBytes: this.storage.totalBytes,
      HaveVMs: true,
      VMs: Object.fromEntries(visible.map((vm) => [vm.ip, vm.info])),
      ...this.#vitals(),
    };
  }

  /** Free addresses per subnet; empty while a free address has no subnet. */
  freeCounts(): Record<string, number> {
    try {
      return this.pool.freeCounts();
    } catch (error) {
      if (error instanceof Refusal) return {};
      throw error;
    }
  }

  saveSelf(): void {
    this.store.save({
      disabled: this.disabled,
      subnets: this.subnets.all(),
      pool: { registered: this.pool.registered, free: this.pool.free },
    });
  }

  #vitals(): Update {
    const health = { HealthStatus: this.faults.healthStatus };
    return this.isOld ? health : { ...health, AvailableMemoryInMiB: this.availableMemory() };
  }

  #poolChanged(all: boolean): void {
    this.saveSelf();
    if (this.updates.isSilent) return;
    const counts = this.pool.freeCounts();
    const registered = all ? { HaveAddressPool: true, AddressPool: [...this.pool.registered] } : {};
    this.broadcast(() => ({ ...registered, NumFreeAddresses: counts }));
  }

  #adopt(record: VmRecord, blobs: ReadonlyMap<BlobName, Buffer>): void {
    const ip = record.info.Address.IpAddress ?? "0.0.0.0";
    const vm = new Vm({
      info: record.info,
      files: this.newFiles(ip, record),
      volumeFiles: [...record.volumeFiles],
      separateBoot: record.separateBoot,
    });
    vm.createRequest = record.createRequest;
    vm.patchedAt = record.patchedAt;
    for (const [name, data] of blobs) vm.blobs.set(name, data);
    this.vms.set(vm.ip, vm);
  }
}
