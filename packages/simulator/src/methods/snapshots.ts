import { refuse } from "../base/refusal.ts";
import { quoted } from "../base/texts.ts";
import { openVm, requireStopped, whileBlocked } from "../state/access.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import type { Vm } from "../state/vm.ts";
import { replyMethod } from "./define.ts";

/** Extension of the files of a snapshot; the nameless one has its own. */
function extension(name: string): string {
  if (/[.:/]/.test(name)) refuse(`prohibited characters in snapshot name: ${quoted(name)}`);
  return name === "" ? "snapshot" : `snapshot:${name}`;
}

/** Removes a snapshot from every volume. True if the VM's description changed. */
async function discard(vm: Vm, name: string): Promise<boolean> {
  let changed = false;
  for (const [index, volume] of (vm.info.Volumes ?? []).entries()) {
    await vm.files.remove(`${vm.volumeFile(index)}.${extension(name)}`);
    if (volume.Snapshots === undefined || !Object.hasOwn(volume.Snapshots, name)) continue;
    const { [name]: _gone, ...rest } = volume.Snapshots;
    volume.Snapshots = Object.keys(rest).length === 0 ? undefined : rest;
    changed = true;
  }
  return changed;
}

export const discardVmSnapshot = replyMethod("DiscardVmSnapshot", async ({ hypervisor, caller }, request) => {
  extension(request.Name);
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  await whileBlocked(vm, async () => {
    if (await discard(vm, request.Name)) hypervisor.announce(vm);
  });
});

export const snapshotVm = replyMethod("SnapshotVm", async ({ hypervisor, caller }, request) => {
  extension(request.Name);
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  await whileBlocked(vm, async () => {
    if (vm.separateBoot) refuse("cannot snapshot root volume with separate initrd");
    if (!request.ForceIfNotStopped) requireStopped(vm);
    const discarded = await discard(vm, request.Name);
    try {
      await take(hypervisor, vm, request.Name, request.RootOnly);
    } catch (error) {
      // The old one of that name is gone all the same.
      if (discarded) hypervisor.announce(vm);
      throw error;
    }
    hypervisor.announce(vm);
  });
});

async function take(hypervisor: Hypervisor, vm: Vm, name: string, rootOnly: boolean): Promise<void> {
  const volumes = (vm.info.Volumes ?? []).slice(0, rootOnly ? 1 : undefined);
  const needs = new Map<number, number>();
  for (const [index, volume] of volumes.entries()) {
    const backend = vm.files.backend(vm.volumeFile(index)) ?? 0;
    needs.set(backend, (needs.get(backend) ?? 0) + (volume.Size ?? 0));
  }
  hypervisor.storage.requireSpace(needs);
  for (const [index, volume] of volumes.entries()) {
    const file = vm.volumeFile(index);
    await vm.files.copy(file, `${file}.${extension(name)}`);
    volume.Snapshots = { ...volume.Snapshots, [name]: vm.files.size(file) ?? 0 };
  }
}

export const restoreVmFromSnapshot = replyMethod(
  "RestoreVmFromSnapshot",
  async ({ hypervisor, caller }, request) => {
    const suffix = extension(request.Name);
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    const retain = request.Retain && !hypervisor.isOld;
    await whileBlocked(vm, async () => {
      if (!request.ForceIfNotStopped) requireStopped(vm);
      const known = (vm.info.Volumes ?? []).map((_, index) =>
        vm.files.has(`${vm.volumeFile(index)}.${suffix}`),
      );
      for (const [index, file] of vm.volumeFiles.entries()) {
        const snapshot = `${file}.${suffix}`;
        if (known[index] === true) {
          if (retain) await vm.files.copy(snapshot, file);
          else await vm.files.rename(snapshot, file);
        } else if (retain && known.includes(true)) {
          hypervisor.announce(vm);
          const path = vm.files.path(snapshot, vm.files.backend(file));
          refuse(`${vm.files.path(file)}: open ${path}: no such file or directory`);
        }
      }
      if (!retain) await discard(vm, request.Name);
      hypervisor.announce(vm);
    });
  },
);
