import { refuse } from "../base/refusal.ts";
import { openVm } from "../state/access.ts";
import { deduplicated } from "../state/caller.ts";
import { replyMethod } from "./define.ts";

export const changeVmOwnerUsers = replyMethod(
  "ChangeVmOwnerUsers",
  async ({ hypervisor, caller }, request) => {
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    vm.info.OwnerUsers = deduplicated([...(vm.info.OwnerUsers ?? []).slice(0, 1), ...request.OwnerUsers]);
    hypervisor.announce(vm);
  },
);

export const changeVmOwnerGroups = replyMethod(
  "ChangeVmOwnerGroups",
  async ({ hypervisor, caller }, request) => {
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    vm.info.OwnerGroups = deduplicated(request.OwnerGroups);
    hypervisor.announce(vm);
  },
);

export const becomePrimaryVmOwner = replyMethod(
  "BecomePrimaryVmOwner",
  async ({ hypervisor, caller }, request) => {
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    const owners = vm.info.OwnerUsers ?? [];
    if (owners[0] === caller.userName) refuse("you already are the primary owner");
    vm.info.OwnerUsers = deduplicated([caller.userName, ...owners]);
    hypervisor.announce(vm);
  },
);
