import { refuse } from "../base/refusal.ts";
import { openVm } from "../state/access.ts";
import type { Vm } from "../state/vm.ts";
import { replyMethod } from "./define.ts";

const NS_PER_MS = 1_000_000;

const REFUSED: Readonly<Partial<Record<Vm["state"], string>>> = {
  starting: "VM is starting",
  stopping: "VM is stopping",
  stopped: "VM is stopped",
  "failed to start": "VM failed to start",
  exporting: "VM is exporting",
  crashed: "VM has crashed",
  destroying: "VM is destroying",
  migrating: "VM is migrating",
  debugging: "VM is debugging",
};

export const rebootVm = replyMethod("RebootVm", async ({ hypervisor, caller, signal }, request) => {
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  const text = REFUSED[vm.state];
  if (text !== undefined) refuse(text);
  const acknowledged =
    request.DhcpTimeout > 0
      ? hypervisor.dhcp.acknowledged(vm.ip, request.DhcpTimeout / NS_PER_MS, signal)
      : Promise.resolve(true);
  hypervisor.virtualisers.get(vm.ip)?.reset();
  return { DhcpTimedOut: !(await acknowledged) };
});
