import { suite } from "../suite.ts";
import { noAccess, vmRules } from "../vm-rules.ts";

export const discardVmAccessToken = suite("DiscardVmAccessToken", (test) => {
  vmRules(test, "DiscardVmAccessToken");

  test("the token is worth nothing afterwards, and a new one may be had", async (context) => {
    const { newVm, owner, stranger, accessToken } = context;
    const { ip } = await newVm();
    const AccessToken = await accessToken(ip);
    await owner.ok("DiscardVmAccessToken", { IpAddress: ip });
    await stranger.refused("StartVm", { IpAddress: ip, AccessToken }, noAccess);
    await accessToken(ip);
  });
});
