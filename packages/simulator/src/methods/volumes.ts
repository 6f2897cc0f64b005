import { VolumeInterface } from "@stackdeck/api-types";
import { refuse } from "../base/refusal.ts";
import { volumeFileName } from "../disk/storage.ts";
import { openVm, requireStopped, whileBlocked } from "../state/access.ts";
import { effectiveSize } from "../state/capacity.ts";
import { replyMethod } from "./define.ts";
import { requireKnown } from "./enums.ts";
import { volumeOf } from "./root-volume.ts";

export const addVmVolumes = replyMethod("AddVmVolumes", async ({ hypervisor, caller }, request) => {
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  await whileBlocked(vm, async () => {
    requireStopped(vm);
    const sizes = request.VolumeSizes;
    if (sizes.some((size) => size === 0)) refuse("secondary volumes cannot be zero sized");
    const added = sizes.map((Size) => volumeOf({ Size }));
    const backends = hypervisor.storage.place(added, vm.info.SpreadVolumes === true) ?? [];
    const present = (vm.info.Volumes ?? []).length;
    const names = sizes.map((_, index) => volumeFileName(present + index));
    for (const [index, name] of names.entries()) {
      // Names follow the number of volumes, so that a gap left by a deletion is run into.
      if (vm.files.has(name)) refuse(`open ${vm.files.path(name, backends[index])}: file exists`);
    }
    for (const [index, name] of names.entries())
      vm.files.create(name, backends[index] ?? 0, sizes[index] ?? 0);
    vm.volumeFiles.push(...names);
    vm.info.Volumes = [...(vm.info.Volumes ?? []), ...added];
    hypervisor.announce(vm);
  });
});

export const changeVmVolumeInterfaces = replyMethod(
  "ChangeVmVolumeInterfaces",
  async ({ hypervisor, caller }, request) => {
    for (const wanted of request.Interfaces) requireKnown(VolumeInterface, wanted);
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    const volumes = vm.info.Volumes ?? [];
    if (request.Interfaces.length > volumes.length)
      refuse("more volume interfaces specified than VM volumes");
    requireStopped(vm);
    for (const [index, wanted] of request.Interfaces.entries()) {
      const volume = volumes[index];
      if (volume !== undefined) volume.Interface = wanted;
    }
    hypervisor.announce(vm);
  },
);

export const changeVmVolumeStorageIndex = replyMethod(
  "ChangeVmVolumeStorageIndex",
  async ({ hypervisor, caller }, request) => {
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    await whileBlocked(vm, async () => {
      const { StorageIndex: target, VolumeIndex: index } = request;
      if (target >= hypervisor.storage.backends.length) refuse("invalid storage index");
      const volume = vm.info.Volumes?.[index] ?? refuse("invalid volume index");
      const name = vm.volumeFile(index);
      if (vm.files.backend(name) === target) return;
      if (vm.separateBoot) refuse("cannot move root volume with separate initrd");
      requireStopped(vm);
      if (index === 0 && vm.files.has("root.old")) refuse("cannot move root volume with old image");
      if (Object.keys(volume.Snapshots ?? {}).length > 0) refuse("cannot move volume with snapshots");
      hypervisor.storage.requireSpace(new Map([[target, effectiveSize(volume)]]));
      const newName = volumeFileName(index);
      await vm.files.moveTo(name, newName, target);
      vm.volumeFiles[index] = newName;
      // Not part of VmInfo: stored, but announced to nobody.
      hypervisor.saveVm(vm);
    });
  },
);

export const deleteVmVolume = replyMethod("DeleteVmVolume", async ({ hypervisor, caller }, request) => {
  const index = request.VolumeIndex;
  if (index < 1) refuse("cannot delete root volume");
  const vm = await openVm(hypervisor, caller, request.IpAddress, { token: request.AccessToken });
  const volumes = vm.info.Volumes ?? [];
  if (index >= volumes.length) refuse("volume index too large");
  requireStopped(vm);
  await vm.files.remove(vm.volumeFile(index));
  vm.volumeFiles = vm.volumeFiles.filter((_, position) => position !== index);
  vm.info.Volumes = volumes.filter((_, position) => position !== index);
  hypervisor.announce(vm);
});
