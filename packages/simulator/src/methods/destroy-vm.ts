import { openVm } from "../state/access.ts";
import { destroy } from "../state/lifecycle.ts";
import { replyMethod } from "./define.ts";

export const destroyVm = replyMethod("DestroyVm", async ({ hypervisor, caller }, request) => {
  const vm = await openVm(hypervisor, caller, request.IpAddress, { token: request.AccessToken });
  await destroy(hypervisor, vm);
});
