import { sleep } from "../base/clock.ts";
import { DroppedConnection, refuse } from "../base/refusal.ts";
import { goDurationText } from "../base/texts.ts";
import { holdLock } from "../state/locks.ts";
import { replyMethod, streamedReplyMethod } from "./define.ts";

const NS_PER_MS = 1_000_000;
const MINUTE_NS = 60_000 * NS_PER_MS;

function checkTimeout(timeout: number): void {
  if (timeout > MINUTE_NS) refuse(`timeout: ${goDurationText(timeout)} exceeds one minute`);
}

export const holdManagerLock = replyMethod("HoldLock", async ({ hypervisor }, request) => {
  checkTimeout(request.Timeout);
  const mode = request.WriteLock ? "write" : "read";
  await holdLock(hypervisor.lock, mode, hypervisor.clock, request.Timeout / NS_PER_MS);
});

export const holdVmLock = replyMethod("HoldVmLock", async ({ hypervisor }, request) => {
  checkTimeout(request.Timeout);
  const vm = hypervisor.vm(request.IpAddress);
  await holdLock(
    vm.lock,
    request.WriteLock ? "write" : "read",
    hypervisor.clock,
    request.Timeout / NS_PER_MS,
  );
});

export const setDisabledState = replyMethod("SetDisabledState", ({ hypervisor }, { Disable }) => {
  if (hypervisor.disabled === Disable) return undefined;
  hypervisor.disabled = Disable;
  hypervisor.saveSelf();
  const counts = hypervisor.freeCounts();
  hypervisor.broadcast(() => ({
    HaveDisabled: true,
    Disabled: hypervisor.disabled,
    NumFreeAddresses: counts,
  }));
  return undefined;
});

export const changeOwners = replyMethod("ChangeOwners", ({ hypervisor }, request) => {
  hypervisor.owners = { users: request.OwnerUsers ?? [], groups: request.OwnerGroups ?? [] };
  return undefined;
});

export const powerOff = streamedReplyMethod("PowerOff", async ({ hypervisor }, { StopVMs }) => {
  if (!StopVMs) {
    for (const vm of hypervisor.vms.values()) if (vm.state !== "stopped") refuse(`${vm.ip} is not shut down`);
    hypervisor.requestPowerOff();
    return undefined;
  }
  // The server process dies over its own lock; the VMs go down with a crash and are started again with it.
  for (const virtualiser of [...hypervisor.virtualisers.values()]) virtualiser.crash();
  await sleep(hypervisor.clock, 0);
  hypervisor.requestServerCrash();
  throw new DroppedConnection("the server died");
});
