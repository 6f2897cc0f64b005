import { createReadStream, lstatSync } from "node:fs";
import type { ImportLocalVmRequest, VmInfo, Volume } from "@stackdeck/api-types";
import { isLoopback } from "../base/net.ts";
import { DroppedConnection, Refusal, refuse } from "../base/refusal.ts";
import { volumeFileName } from "../disk/storage.ts";
import { openVm, requireStopped } from "../state/access.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import { remove, startManaging } from "../state/lifecycle.ts";
import { isRootCookie } from "../state/secrets.ts";
import type { Vm } from "../state/vm.ts";
import { newVm } from "./create-checks.ts";
import type { Call } from "./define.ts";
import { replyMethod, streamedReplyMethod } from "./define.ts";
import { volumeOf } from "./root-volume.ts";

export const exportLocalVm = streamedReplyMethod("ExportLocalVm", async (call, request) => {
  const { hypervisor, caller } = call;
  try {
    requireLocalRoot(call, request.VerificationCookie);
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    requireStopped(vm);
    // The tool takes the files over: they must be there with all their bytes, whoever has looked at them before.
    for (const name of vm.volumeFiles) await vm.files.read(name, 0, 1);
    hypervisor.setState(vm, "exporting");
    return { VmInfo: { ...vm.info, Bridges: bridgesOf(hypervisor, vm), VolumeLocations: locationsOf(vm) } };
  } catch (error) {
    // The real server hangs up on every error of this call.
    if (error instanceof Refusal) throw new DroppedConnection(error.message);
    throw error;
  }
});

function bridgesOf(hypervisor: Hypervisor, vm: Vm): string[] {
  const ids = [vm.info.SubnetId ?? "", ...(vm.info.SecondarySubnetIDs ?? [])];
  return ids.map((id) => {
    const vlan = (hypervisor.subnets.get(id) ?? refuse(`subnet: ${id} not found`)).VlanId ?? 0;
    return vlan === 0 ? "br0" : `br0.${vlan}`;
  });
}

function locationsOf(vm: Vm) {
  return vm.volumeFiles.map((name) => ({
    DirectoryToCleanup: vm.files.directory(vm.files.backend(name) ?? 0),
    Filename: vm.files.path(name),
  }));
}

export const commitImportedVm = replyMethod("CommitImportedVm", async ({ hypervisor, caller }, request) => {
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  if (vm.info.Uncommitted !== true) refuse(`${vm.ip} is already committed`);
  for (const address of [vm.info.Address, ...(vm.info.SecondaryAddresses ?? [])])
    hypervisor.pool.register(address);
  vm.info.Uncommitted = undefined;
  hypervisor.announce(vm);
});

export const importLocalVm = replyMethod("ImportLocalVm", async (call, request) => {
  const { hypervisor } = call;
  if (!isLoopback(call.caller.remoteAddress)) refuse("local connection required");
  checkAddresses(request);
  if (!isRootCookie(hypervisor.options.stateDirectory, request.VerificationCookie)) {
    refuse("bad verification cookie: you are not root");
  }
  const volumes = request.VolumeFilenames.map((path, index) => foundVolume(path, request.Volumes?.[index]));
  const vm = adopt(call, request, volumes);
  try {
    await copyFiles(vm, request.VolumeFilenames);
    hypervisor.setState(vm, "starting");
    // Servers that run one architecture only know no other.
    if (!hypervisor.isOld && (request.ArchitectureType ?? "auto") === "auto") {
      hypervisor.setState(vm, "failed to start");
      refuse("unsupported architecture type: 0");
    }
    await startManaging(hypervisor, vm, { dhcpTimeout: 0 });
  } catch (error) {
    await remove(hypervisor, vm);
    throw error;
  }
});

function requireLocalRoot({ hypervisor, caller }: Call, cookie: string | undefined): void {
  if (!isLoopback(caller.remoteAddress)) refuse("local connection required");
  if (!isRootCookie(hypervisor.options.stateDirectory, cookie))
    refuse("bad verification cookie: you are not root");
}

function checkAddresses(request: ImportLocalVmRequest): void {
  const seen = new Set([request.Address.IpAddress ?? "", request.Address.MacAddress]);
  for (const { IpAddress = "", MacAddress } of request.SecondaryAddresses ?? []) {
    for (const part of [IpAddress, MacAddress]) {
      if (seen.has(part)) refuse(`duplicate address: ${part}`);
      seen.add(part);
    }
  }
}

function foundVolume(path: string, wanted: Volume | undefined): Volume {
  const found =
    lstatSync(path, { throwIfNoEntry: false }) ?? refuse(`lstat ${path}: no such file or directory`);
  if (!found.isFile()) refuse(`${path} is not a regular file`);
  return volumeOf({ Size: found.size, Format: wanted?.Format });
}

function adopt({ hypervisor, caller }: Call, request: ImportLocalVmRequest, Volumes: Volume[]): Vm {
  const { SkipMemoryCheck: _check, VerificationCookie: _cookie, VolumeFilenames: _files, ...info } = request;
  const ip = info.Address.IpAddress ?? "";
  if (hypervisor.vms.has(ip)) refuse(`${ip} already exists`);
  const addresses = [info.Address, ...(info.SecondaryAddresses ?? [])];
  for (const { IpAddress, MacAddress } of hypervisor.pool.registered) {
    if (addresses.some((address) => address.IpAddress === IpAddress))
      refuse(`${IpAddress} is in address pool`);
    if (addresses.some((address) => address.MacAddress === MacAddress))
      refuse(`${MacAddress} is in address pool`);
  }
  const [primary = "", ...others] = addresses.map(
    ({ IpAddress }) =>
      hypervisor.subnets.idFor(IpAddress) ?? refuse(`no matching subnet for: ${IpAddress}\n`),
  );
  const imported: VmInfo = {
    ...info,
    OwnerUsers: [caller.userName],
    SecondarySubnetIDs: others.length > 0 ? others : undefined,
    State: "starting",
    SubnetId: primary,
    Uncommitted: true,
    Volumes,
  };
  const vm = newVm(hypervisor, imported);
  vm.mutationsBlocked = false;
  hypervisor.vms.set(vm.ip, vm);
  return vm;
}

/** Takes the files over; where the real server makes links, the content is copied. */
async function copyFiles(vm: Vm, paths: readonly string[]): Promise<void> {
  for (const [index, path] of paths.entries()) {
    const name = volumeFileName(index);
    vm.files.create(name, 0, vm.info.Volumes?.[index]?.Size ?? 0);
    vm.volumeFiles.push(name);
    let offset = 0;
    for await (const part of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
      await vm.files.write(name, offset, part as Buffer);
      offset += (part as Buffer).length;
    }
  }
}
