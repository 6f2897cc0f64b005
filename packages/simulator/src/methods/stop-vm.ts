import { refuse } from "../base/refusal.ts";
import { openVm } from "../state/access.ts";
import { DEBUG_ROOT, shutDown } from "../state/lifecycle.ts";
import type { Vm } from "../state/vm.ts";
import { replyMethod } from "./define.ts";

const REFUSED: Readonly<Partial<Record<Vm["state"], string>>> = {
  starting: "VM is starting",
  stopping: "VM is stopping",
  stopped: "VM is already stopped",
  destroying: "VM is destroying",
  migrating: "VM is migrating",
  exporting: "VM is exporting",
};

export const stopVm = replyMethod("StopVm", async ({ hypervisor, caller }, request) => {
  const vm = await openVm(hypervisor, caller, request.IpAddress, { token: request.AccessToken });
  const text = REFUSED[vm.state];
  if (text !== undefined) refuse(text);
  if (vm.state === "failed to start" || vm.state === "crashed") {
    hypervisor.setState(vm, "stopped");
    return;
  }
  if (vm.ip === "0.0.0.0") refuse("cannot stop VM with externally managed lease");
  if (vm.files.has(DEBUG_ROOT)) await vm.files.remove(DEBUG_ROOT);
  await shutDown(hypervisor, vm);
});
