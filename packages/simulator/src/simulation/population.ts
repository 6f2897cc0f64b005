import type { Address, VmInfo, Volume } from "@stackdeck/api-types";
import { timeText, ZERO_TIME } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import { volumeFileName } from "../disk/storage.ts";
import { rootLabel } from "../guest/boot-log.ts";
import type { SimulatedHypervisor } from "../server/simulated-hypervisor.ts";
import { launch } from "../state/lifecycle.ts";
import { Vm } from "../state/vm.ts";

/** A VM to put on a hypervisor without going through the protocol. */
export interface VmSpec {
  readonly name: string;
  readonly subnetId: string;
  readonly owner: string;
  readonly groups?: readonly string[] | undefined;
  readonly state: "running" | "stopped" | "crashed" | "failed to start";
  readonly image?: string | undefined;
  readonly milliCPUs: number;
  readonly memoryInMiB: number;
  /** Root first, in bytes. */
  readonly volumeSizes: readonly number[];
  readonly console?: "none" | "dummy" | "vnc" | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly hostname?: string | undefined;
  /** Names of snapshots of the root. */
  readonly snapshots?: readonly string[] | undefined;
  readonly destroyProtection?: boolean | undefined;
  /** Age of the VM and of its state, in ms. */
  readonly age?: { readonly created: number; readonly changed: number } | undefined;
}

/** Puts a VM on a hypervisor: takes an address, reserves files, starts its process. */
export function addVm(simulated: SimulatedHypervisor, spec: VmSpec): Vm {
  const hypervisor = simulated.state;
  const address = hypervisor.pool.take(spec.subnetId, undefined, spec.subnetId);
  const info = infoOf(spec, address, hypervisor.clock.now());
  info.ArchitectureType = hypervisor.options.architecture;
  const backends = hypervisor.storage.place(info.Volumes ?? [], spec.volumeSizes.length > 1) ?? [];
  const files = hypervisor.newFiles(address.IpAddress ?? "");
  const vm = new Vm({ info, files, volumeFiles: [], separateBoot: false });
  for (const [index, size] of spec.volumeSizes.entries()) {
    const name = volumeFileName(index);
    const pristine =
      index === 0
        ? { kind: "image" as const, name: spec.image ?? "empty", label: rootLabel(info) }
        : { kind: "ext4" as const, label: `data${index}` };
    files.create(name, backends[index] ?? 0, size, pristine);
    vm.volumeFiles.push(name);
  }
  for (const snapshot of spec.snapshots ?? []) addSnapshot(vm, snapshot);
  simulated.adopt(vm);
  if (spec.state === "running") {
    const booted = hypervisor.clock.now() - (spec.age?.changed ?? 0);
    hypervisor.dhcp.addLease(info.Address);
    launch(hypervisor, vm, { bootedAt: booted });
  }
  return vm;
}

function addSnapshot(vm: Vm, name: string): void {
  const root = vm.info.Volumes?.[0];
  if (root === undefined) return;
  const size = root.Size ?? 0;
  root.Snapshots = { ...root.Snapshots, [name]: size };
  const pristine = {
    kind: "image" as const,
    name: `${vm.info.ImageName ?? "empty"}#${name}`,
    label: rootLabel(vm.info),
  };
  vm.files.create(
    `root.${name === "" ? "snapshot" : `snapshot:${name}`}`,
    vm.files.backend("root") ?? 0,
    size,
    pristine,
  );
}

function infoOf(spec: VmSpec, address: Address, now: number): VmInfo {
  const volumes: Volume[] = spec.volumeSizes.map((Size) => ({ DFM: {}, Size }));
  return {
    Address: address,
    ChangedStateOn: timeText(now - (spec.age?.changed ?? 0)),
    ConsoleType: spec.console ?? "none",
    CreatedOn: timeText(now - (spec.age?.created ?? 0)),
    DestroyProtection: spec.destroyProtection === true ? true : undefined,
    Hostname: spec.hostname ?? spec.name,
    IdentityExpires: ZERO_TIME,
    ImageName: spec.image,
    MachineType: "q35",
    MemoryInMiB: spec.memoryInMiB,
    MilliCPUs: spec.milliCPUs,
    OwnerGroups: spec.groups === undefined ? undefined : [...spec.groups],
    OwnerUsers: [spec.owner],
    State: spec.state,
    SubnetId: spec.subnetId,
    Tags: { Name: spec.name, ...spec.tags },
    Volumes: volumes,
  };
}

/** Small choices of a population: how old VMs are. */
export function randomAge(random: Random): { created: number; changed: number } {
  const day = 86_400_000;
  const created = Math.floor((1 + random.next() * 200) * day);
  return { created, changed: Math.floor(created * random.next() * random.next()) };
}
