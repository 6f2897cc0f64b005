import type { Address } from "@stackdeck/api-types";
import { refuse } from "../base/refusal.ts";
import { rootLabel } from "../guest/boot-log.ts";
import { mayControl, requireStopped } from "../state/access.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import type { Vm } from "../state/vm.ts";
import { takeAddress } from "./create-checks.ts";
import { replyMethod } from "./define.ts";

export const changeVmSubnet = replyMethod("ChangeVmSubnet", async ({ hypervisor, caller }, request) => {
  if (request.SubnetId === "") refuse("no subnet specified");
  await hypervisor.lock.pass("write");
  const vm = hypervisor.vm(request.IpAddress);
  await vm.lock.pass("write");
  requireStopped(vm);
  if (!mayControl(vm, caller)) refuse("no access to resource");
  if (vm.mutationsBlocked) refuse("mutations blocked");
  if (request.SubnetId === vm.info.SubnetId) refuse("same subnet specified");
  const { address, subnetId } = takeAddress(hypervisor, caller, { subnetId: request.SubnetId });
  // Told whether or not anything renews it: credentials that were put there by hand are named too.
  const oldIdentity = vm.info.IdentityName ?? "";
  await moveTo(hypervisor, vm, address, subnetId);
  return { NewIpAddress: vm.ip, OldIdentityName: oldIdentity };
});

async function moveTo(hypervisor: Hypervisor, vm: Vm, address: Address, subnetId: string): Promise<void> {
  const { info, ip: oldIp } = vm;
  const [oldAddress, oldLabel] = [info.Address, rootLabel(info)];
  vm.token.dispose();
  for (const trace of vm.traces) trace.end();
  vm.traces.clear();
  if (vm.identityRefresher) {
    vm.identityRefresher = false;
    info.IdentityName = undefined;
  }
  hypervisor.dhcp.removeLease(oldIp);
  hypervisor.announceGone(oldIp);
  hypervisor.vms.delete(oldIp);
  info.Address = address;
  info.SubnetId = subnetId;
  info.RootFileSystemLabel = undefined;
  info.RootFileSystemLabel = oldLabel === rootLabel(info) ? undefined : oldLabel;
  hypervisor.vms.set(vm.ip, vm);
  hypervisor.store.renameVm(oldIp, vm.ip);
  await vm.files.moveToAddress(vm.ip);
  hypervisor.announce(vm);
  hypervisor.pool.release(oldAddress);
}
