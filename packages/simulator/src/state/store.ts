import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Address, Subnet } from "@stackdeck/api-types";
import type { PoolLists } from "./address-pool.ts";
import type { BlobName, Vm, VmRecord } from "./vm.ts";

/** What a hypervisor keeps besides its VMs. */
export interface HypervisorRecord {
  readonly disabled: boolean;
  readonly subnets: readonly Subnet[];
  readonly pool: { readonly registered: readonly Address[]; readonly free: readonly Address[] };
}

/** Where state outlives a restart of the server. */
export interface StateStore {
  load(): HypervisorRecord | undefined;
  save(record: HypervisorRecord): void;
  loadVms(): { readonly record: VmRecord; readonly blobs: ReadonlyMap<BlobName, Buffer> }[];
  saveVm(vm: Vm): void;
  saveBlob(vm: Vm, name: BlobName): void;
  removeVm(ip: string): void;
  renameVm(from: string, to: string): void;
}

const INFO = "info.json";

/** State as files: `hypervisor.json` and one directory per VM. Every write is atomic. */
export class DiskStore implements StateStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(join(directory, "VMs"), { recursive: true });
  }

  load(): HypervisorRecord | undefined {
    return readJson<HypervisorRecord>(join(this.#directory, "hypervisor.json"));
  }

  save(record: HypervisorRecord): void {
    writeAtomically(join(this.#directory, "hypervisor.json"), JSON.stringify(record));
  }

  loadVms(): { record: VmRecord; blobs: Map<BlobName, Buffer> }[] {
    return readdirSync(join(this.#directory, "VMs")).flatMap((ip) => {
      const directory = this.#vmDirectory(ip);
      const record = readJson<VmRecord>(join(directory, INFO));
      if (record === undefined) return [];
      const names = readdirSync(directory).filter((name) => name !== INFO && !name.endsWith("~"));
      const blobs = new Map(names.map((name) => [name as BlobName, readFileSync(join(directory, name))]));
      return [{ record, blobs }];
    });
  }

  saveVm(vm: Vm): void {
    mkdirSync(this.#vmDirectory(vm.ip), { recursive: true });
    writeAtomically(join(this.#vmDirectory(vm.ip), INFO), JSON.stringify(vm.record()));
  }

  saveBlob(vm: Vm, name: BlobName): void {
    const path = join(this.#vmDirectory(vm.ip), name);
    const data = vm.blobs.get(name);
    if (data === undefined) rmSync(path, { force: true });
    else {
      mkdirSync(this.#vmDirectory(vm.ip), { recursive: true });
      writeAtomically(path, data);
    }
  }

  removeVm(ip: string): void {
    rmSync(this.#vmDirectory(ip), { recursive: true, force: true });
  }

  renameVm(from: string, to: string): void {
    renameSync(this.#vmDirectory(from), this.#vmDirectory(to));
  }

  #vmDirectory(ip: string): string {
    return join(this.#directory, "VMs", ip);
  }
}

/** State that lives as long as the process: for scale runs. Survives a restart of the server inside it. */
export class MemoryStore implements StateStore {
  #record: HypervisorRecord | undefined;
  readonly #vms = new Map<string, Vm>();

  load(): HypervisorRecord | undefined {
    return this.#record;
  }

  save(record: HypervisorRecord): void {
    this.#record = record;
  }

  loadVms(): { record: VmRecord; blobs: Map<BlobName, Buffer> }[] {
    return [...this.#vms.values()].map((vm) => ({ record: structuredClone(vm.record()), blobs: vm.blobs }));
  }

  saveVm(vm: Vm): void {
    this.#vms.set(vm.ip, vm);
  }

  saveBlob(): void {}

  removeVm(ip: string): void {
    this.#vms.delete(ip);
  }

  renameVm(from: string): void {
    this.#vms.delete(from);
  }
}

/** The lists of a stored pool, to be changed freely. */
export function poolLists(record: HypervisorRecord["pool"]): PoolLists {
  return { registered: [...record.registered], free: [...record.free] };
}

function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function writeAtomically(path: string, content: string | Buffer): void {
  writeFileSync(`${path}~`, content, { mode: 0o600 });
  renameSync(`${path}~`, path);
}
