import type { MigrateVmRequest, VmInfo } from "@stackdeck/api-types";
import { MigrateVmResponseResponse, wireTypeOf } from "@stackdeck/api-types";
import { Refusal, refuse } from "../base/refusal.ts";
import { volumeFileName } from "../disk/storage.ts";
import { PeerCalls } from "../server/peer-calls.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import { remove, startManaging } from "../state/lifecycle.ts";
import type { MigrationStep } from "../state/options.ts";
import type { Vm } from "../state/vm.ts";
import { textOf } from "./copy-vm.ts";
import { newVm, requireRoom } from "./create-checks.ts";
import type { Call, MethodStream } from "./define.ts";
import { streamMethod } from "./define.ts";
import { pullVolumes, sourceOf } from "./pull-volumes.ts";

export const migrateVm = streamMethod("MigrateVm", async (call, stream) => {
  const request = await stream.receive();
  let peer: PeerCalls | undefined;
  try {
    peer = new PeerCalls(await call.hypervisor.options.dialPeer(request.SourceHypervisor));
    await migrate({ call, request, stream, peer });
    await stream.send({ Final: true });
  } catch (error) {
    await stream.send({ Error: textOf(error) });
  } finally {
    await peer?.call("DiscardVmAccessToken", sourceOf(request)).catch(() => {});
    peer?.close();
  }
});

interface Migration {
  readonly call: Call;
  readonly request: MigrateVmRequest;
  readonly stream: MethodStream<"MigrateVm">;
  readonly peer: PeerCalls;
}

async function migrate(migration: Migration): Promise<void> {
  const { call, request, peer } = migration;
  const { hypervisor } = call;
  const info = await checkedInfo(migration);
  const vm = reserve(hypervisor, info);
  try {
    await transfer(migration, vm, info.State);
    await startHere(migration, vm);
    await askForCommit(migration);
    failAt(hypervisor, "commit");
    commit(hypervisor, vm);
  } catch (error) {
    await remove(hypervisor, vm);
    const source = sourceOf(request);
    await peer.call("PrepareVmForMigration", { ...source, Enable: false }).catch(() => {});
    if (info.State === "running") await peer.call("StartVm", source).catch(() => {});
    throw error;
  }
  await destroySource(migration, info.State);
}

/** A source that cannot be cleaned up is only logged by the real server, and then brought back to life. */
async function destroySource({ call, request, peer }: Migration, before: VmInfo["State"]): Promise<void> {
  const source = sourceOf(request);
  try {
    failAt(call.hypervisor, "destroy-source");
    await peer.call("DestroyVm", source);
  } catch {
    await peer.call("PrepareVmForMigration", { ...source, Enable: false }).catch(() => {});
    if (before === "running") await peer.call("StartVm", source).catch(() => {});
  }
}

async function checkedInfo({ call, request, peer }: Migration): Promise<VmInfo> {
  const { hypervisor } = call;
  const ip = request.IpAddress;
  if (hypervisor.vms.has(ip)) refuse("cannot migrate to the same hypervisor");
  const subnetId = hypervisor.subnets.idFor(ip) ?? refuse(`no matching subnet for: ${ip}\n`);
  const found = await peer.call("GetVmInfo", { IpAddress: ip }).catch((error: unknown) => {
    if (error instanceof Refusal) refuse(`subnet ID changing from:  to: ${subnetId}`);
    throw error;
  });
  const info = found.VmInfo;
  const before = info.SubnetId ?? "";
  if (before !== subnetId) refuse(`subnet ID changing from: ${before} to: ${subnetId}`);
  if (info.Address.IpAddress !== ip) refuse(`inconsistent IP address: ${info.Address.IpAddress ?? ""}`);
  if (info.State !== "stopped" && info.State !== "running")
    refuse(`VM state: ${info.State} is not stopped/running`);
  for (const [index, address] of (info.SecondaryAddresses ?? []).entries()) {
    const here =
      hypervisor.subnets.idFor(address.IpAddress) ?? refuse(`no matching subnet for: ${address.IpAddress}\n`);
    const there = info.SecondarySubnetIDs?.[index] ?? "";
    if (here !== there) refuse(`subnet ID changing from: ${there} to: ${here}`);
  }
  requireRoom(hypervisor, info);
  return info;
}

/** The VM's place here; nobody is told before the commit. */
function reserve(hypervisor: Hypervisor, info: VmInfo): Vm {
  const volumes = (info.Volumes ?? []).map((volume) => ({ ...volume, Snapshots: undefined }));
  const backends = hypervisor.storage.place(volumes, info.SpreadVolumes === true) ?? [];
  const vm = newVm(hypervisor, { ...info, Volumes: volumes, Uncommitted: true });
  vm.isSecret = true;
  vm.mutationsBlocked = false;
  for (const [index, volume] of volumes.entries()) {
    vm.files.create(volumeFileName(index), backends[index] ?? 0, volume.Size ?? 0);
    vm.volumeFiles.push(volumeFileName(index));
  }
  return vm;
}

async function transfer(
  { call, request, stream, peer }: Migration,
  vm: Vm,
  before: VmInfo["State"],
): Promise<void> {
  const { hypervisor } = call;
  const source = sourceOf(request);
  const prepare = async () => {
    failAt(hypervisor, "prepare");
    await peer.call("PrepareVmForMigration", { ...source, Enable: true });
  };
  if (before === "stopped") await prepare();
  await stream.send({ ProgressMessage: "initial volume(s) copy" });
  failAt(hypervisor, "copy");
  await pullVolumes(peer, source, vm, true);
  if (before === "running") {
    await stream.send({ ProgressMessage: "stopping VM" });
    failAt(hypervisor, "stop");
    await peer.call("StopVm", source);
    await prepare();
    await stream.send({ ProgressMessage: "update volume(s)" });
    failAt(hypervisor, "update");
    await pullVolumes(peer, source, vm, false);
  }
  failAt(hypervisor, "user-data");
  const userData = await peer.userData(source);
  if (userData.length > 0) vm.blobs.set("user-data.raw", userData);
}

async function startHere({ call, request, stream }: Migration, vm: Vm): Promise<void> {
  const { hypervisor, signal } = call;
  await stream.send({ ProgressMessage: "starting VM" });
  failAt(hypervisor, "start");
  hypervisor.vms.set(vm.ip, vm);
  hypervisor.setState(vm, "starting");
  const timedOut = await startManaging(hypervisor, vm, { dhcpTimeout: request.DhcpTimeout, signal });
  if (timedOut) refuse("DHCP timed out");
}

/** Waits for the answer as long as it takes; a client that goes away abandons. */
async function askForCommit({ stream }: Migration): Promise<void> {
  await stream.send({ RequestCommit: true });
  const answer = await stream.raw
    .receive<MigrateVmResponseResponse>(wireTypeOf(MigrateVmResponseResponse))
    .catch(() => undefined);
  if (answer?.Commit !== true) refuse("VM migration abandoned");
}

function commit(hypervisor: Hypervisor, vm: Vm): void {
  for (const address of [vm.info.Address, ...(vm.info.SecondaryAddresses ?? [])])
    hypervisor.pool.register(address);
  vm.isSecret = false;
  vm.info.Uncommitted = undefined;
  for (const name of vm.blobs.keys()) hypervisor.setBlob(vm, name, vm.blobs.get(name));
  hypervisor.announce(vm);
}

function failAt(hypervisor: Hypervisor, step: MigrationStep): void {
  if (hypervisor.faults.migrationFailsAt === step) refuse(`injected failure: ${step}`);
}
