import {
  type Freshness,
  type HypervisorDetail,
  type HypervisorRow,
  hypervisorAlerts,
  missingMethods,
  type Update,
  type VmInfo,
} from "@stackdeck/api-types";
import { addressesBySubnet } from "./subnet-of-address.ts";
import { chargedMemoryOf, type HostOfVm, volumeBytesOf } from "./vm-row.ts";

/** What a hypervisor is known by before anything was heard of it. */
export interface HypervisorIdentity {
  readonly id: string;
  readonly hostname: string;
  /** `host:port`. */
  readonly address: string;
  readonly location: string;
}

/** How things stand with the stream that feeds a record. `problem` is for people, "" when all is well. */
export interface LinkState {
  readonly freshness: Freshness;
  readonly problem: string;
}

interface HostFacts {
  healthStatus: string;
  disabled: boolean;
  serialNumber: string;
  architectureType: string;
  numCPUs: number;
  memoryInMiB: number;
  availableMemoryInMiB: number | null;
  totalVolumeBytes: number;
  numFreeAddresses: Readonly<Record<string, number>>;
  addressPool: readonly NonNullable<Update["AddressPool"]>[number][];
  subnets: readonly NonNullable<Update["Subnets"]>[number][];
}

const nothingKnown = (): HostFacts => ({
  healthStatus: "",
  disabled: false,
  serialNumber: "",
  architectureType: "",
  numCPUs: 0,
  memoryInMiB: 0,
  availableMemoryInMiB: null,
  totalVolumeBytes: 0,
  numFreeAddresses: {},
  addressPool: [],
  subnets: [],
});

/** Everything known of one hypervisor but its VMs, and running sums over those. */
export class HypervisorRecord {
  identity: HypervisorIdentity;
  link: LinkState = { freshness: "connecting", problem: "" };
  /** Unix milliseconds of the last message, 0 when never. */
  lastContact = 0;
  #methods: readonly string[] = [];
  #missing: readonly string[] = [];
  #facts = nothingKnown();
  #allocatedMilliCPUs = 0;
  #allocatedMemory = 0;
  #allocatedVolumeBytes = 0;
  #numVms = 0;
  readonly #byState = new Map<string, number>();
  #row: HypervisorRow | undefined;
  /** Registered addresses of each subnet; counted again when pool or subnets change. */
  #registered: ReadonlyMap<string, number> = new Map();
  /** Addresses of its VMs that another hypervisor reports too, and which. */
  readonly #rivals = new Map<string, string>();

  constructor(identity: HypervisorIdentity) {
    this.identity = identity;
  }

  /** True while the stream is not known to be current. */
  get stale(): boolean {
    return this.link.freshness !== "live";
  }

  /** What rows of VMs say of it. */
  get facts(): HostOfVm {
    const { id, hostname } = this.identity;
    return { hypervisorId: id, hypervisorName: hostname || id, missing: this.#missing };
  }

  /** Methods that the server offers; empty until known. */
  set methods(methods: readonly string[]) {
    this.#methods = methods;
    const missing = missingMethods(methods);
    if (String(missing) !== String(this.#missing)) this.#missing = missing;
  }

  get subnets(): HostFacts["subnets"] {
    return this.#facts.subnets;
  }

  get addressPool(): HostFacts["addressPool"] {
    return this.#facts.addressPool;
  }

  /** Notes that another hypervisor reports a VM of this address too, or no longer. */
  setRival(ip: string, name: string | undefined): void {
    if (name === undefined) this.#rivals.delete(ip);
    else this.#rivals.set(ip, name);
    this.touch();
  }

  /** Forgets the row made before, after any field was changed from outside. */
  touch(): void {
    this.#row = undefined;
  }

  /** Takes over what an update says of the host; only what is announced counts, the health always. */
  applyHostFacts(update: Omit<Update, "VMs">): void {
    const facts = this.#facts;
    facts.healthStatus = update.HealthStatus ?? "";
    if (update.HaveDisabled) facts.disabled = update.Disabled ?? false;
    if (update.HaveSerialNumber) facts.serialNumber = update.SerialNumber ?? "";
    if (update.ArchitectureType !== undefined && update.ArchitectureType !== "auto") {
      facts.architectureType = update.ArchitectureType;
    }
    facts.numCPUs = update.NumCPUs ?? facts.numCPUs;
    facts.memoryInMiB = update.MemoryInMiB ?? facts.memoryInMiB;
    facts.availableMemoryInMiB = update.AvailableMemoryInMiB ?? facts.availableMemoryInMiB;
    facts.totalVolumeBytes = update.TotalVolumeBytes ?? facts.totalVolumeBytes;
    if (update.NumFreeAddresses && Object.keys(update.NumFreeAddresses).length > 0) {
      facts.numFreeAddresses = update.NumFreeAddresses;
    }
    if (update.HaveAddressPool) facts.addressPool = update.AddressPool ?? [];
    if (update.HaveSubnets) facts.subnets = update.Subnets ?? [];
    if (update.HaveAddressPool || update.HaveSubnets)
      this.#registered = addressesBySubnet(facts.addressPool, facts.subnets);
    this.touch();
  }

  /** Adds a VM to the sums (`sign` 1) or takes it out (`sign` -1). */
  account(info: VmInfo, sign: 1 | -1): void {
    this.#allocatedMilliCPUs += sign * (info.MilliCPUs ?? 0);
    this.#allocatedMemory += sign * chargedMemoryOf(info);
    this.#allocatedVolumeBytes += sign * volumeBytesOf(info);
    this.#numVms += sign;
    const state = info.State ?? "starting";
    const count = (this.#byState.get(state) ?? 0) + sign;
    if (count === 0) this.#byState.delete(state);
    else this.#byState.set(state, count);
    this.touch();
  }

  /** The list row; the same object until something changes. */
  row(): HypervisorRow {
    this.#row ??= this.#makeRow();
    return this.#row;
  }

  /** The row with address pool and subnets in full. */
  detail(): HypervisorDetail {
    return {
      ...this.row(),
      AddressPool: this.#facts.addressPool.map((address) => ({
        IpAddress: address.IpAddress ?? "",
        MacAddress: address.MacAddress ?? "",
      })),
      SubnetDetails: this.#facts.subnets,
    };
  }

  #makeRow(): HypervisorRow {
    const facts = this.#facts;
    const row = {
      Id: this.identity.id,
      Hostname: this.identity.hostname,
      Address: this.identity.address,
      Freshness: this.link.freshness,
      LastContact: this.lastContact,
      Problem: this.link.problem,
      HealthStatus: facts.healthStatus,
      Disabled: facts.disabled,
      SerialNumber: facts.serialNumber,
      ArchitectureType: facts.architectureType,
      NumCPUs: facts.numCPUs,
      MemoryInMiB: facts.memoryInMiB,
      AvailableMemoryInMiB: facts.availableMemoryInMiB,
      TotalVolumeBytes: facts.totalVolumeBytes,
      AllocatedMilliCPUs: this.#allocatedMilliCPUs,
      AllocatedMemoryInMiB: this.#allocatedMemory,
      AllocatedVolumeBytes: this.#allocatedVolumeBytes,
      NumVMs: this.#numVms,
      NumVMsByState: Object.fromEntries(this.#byState),
      NumFreeAddresses: facts.numFreeAddresses,
      NumRegisteredAddresses: facts.addressPool.length,
      Subnets: facts.subnets.map((subnet) => subnet.Id ?? ""),
      Location: this.identity.location,
      Methods: this.#methods,
    };
    return { ...row, Alerts: hypervisorAlerts(row, this.#registered, this.#rivals) };
  }
}
