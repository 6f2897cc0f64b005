import { openVm } from "../state/access.ts";
import { replyMethod } from "./define.ts";

export const changeVmTags = replyMethod("ChangeVmTags", async ({ hypervisor, caller }, request) => {
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  vm.info.Tags = request.Tags;
  hypervisor.announce(vm);
});
