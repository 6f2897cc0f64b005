import { openVm } from "../state/access.ts";
import { checkLifetime } from "../state/tokens.ts";
import { replyMethod } from "./define.ts";

export const getVmAccessToken = replyMethod("GetVmAccessToken", async ({ hypervisor, caller }, request) => {
  checkLifetime(request.Lifetime);
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  const token = vm.token.issue(hypervisor.clock, hypervisor.options.random, request.Lifetime);
  return { Token: token.toString("base64") };
});

export const discardVmAccessToken = replyMethod(
  "DiscardVmAccessToken",
  async ({ hypervisor, caller }, request) => {
    const vm = await openVm(hypervisor, caller, request.IpAddress, { token: request.AccessToken });
    vm.token.discard();
  },
);
