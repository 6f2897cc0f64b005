import { refuse } from "../base/refusal.ts";
import { LAYOUT_BYTES, layoutOf } from "../disk/disk-format.ts";
import { scanRoot } from "../images/root-tree.ts";
import { openVm, requireStopped, whileBlocked } from "../state/access.ts";
import { replyMethod } from "./define.ts";

export const restoreVmImage = replyMethod("RestoreVmImage", async ({ hypervisor, caller }, request) => {
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  await whileBlocked(vm, async () => {
    requireStopped(vm);
    const root = vm.volumeFile(0);
    const old = `${root}.old`;
    const path = vm.files.path(old, vm.files.backend(root));
    const size = vm.files.size(old) ?? refuse(`stat ${path}: no such file or directory`);
    await vm.files.rename(old, root);
    const volume = vm.info.Volumes?.[0];
    // The name of the image stays that of the replaced one.
    if (volume !== undefined) volume.Size = size;
    hypervisor.announce(vm);
  });
});

export const discardVmOldImage = replyMethod("DiscardVmOldImage", async ({ hypervisor, caller }, request) => {
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  await whileBlocked(vm, () => vm.files.remove(`${vm.volumeFile(0)}.old`));
  hypervisor.saveVm(vm);
});

export const scanVmRoot = replyMethod("ScanVmRoot", async ({ hypervisor, caller }, request) => {
  const vm = await openVm(hypervisor, caller, request.IpAddress, { mode: "read" });
  requireStopped(vm);
  const root = vm.volumeFile(0);
  const head = await vm.files.read(root, 0, Math.min(LAYOUT_BYTES, vm.files.size(root) ?? 0));
  if (layoutOf(head).kind !== "dos") refuse("timed out waiting for partition, 40 opens: /dev/loop0p1");
  const name = vm.info.ImageName ?? "unnamed";
  const image = hypervisor.options.images.get(name) ?? { name, usage: 0, hasFilter: false, files: {} };
  return { FileSystem: scanRoot(image, vm.info.Hostname ?? "", request.Filter?.FilterLines ?? []) };
});
