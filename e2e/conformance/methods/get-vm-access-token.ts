import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { unknownIp, vmRules } from "../vm-rules.ts";

const minute = 60 * 1e9;

export const getVmAccessToken = suite("GetVmAccessToken", (test) => {
  vmRules(test, "GetVmAccessToken", { request: { Lifetime: minute } });

  test("gives 32 bytes, and only one token at a time", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    const { Token } = await owner.ok("GetVmAccessToken", { IpAddress: ip, Lifetime: minute });
    equal(Buffer.from(String(Token), "base64").length, 32, "the length of the token");
    const again = { IpAddress: ip, Lifetime: minute };
    await owner.refused("GetVmAccessToken", again, "someone else has the access token");
  });

  test("lives a minute to a day, checked before the VM", async ({ stranger }) => {
    const request = (Lifetime: number) => ({ IpAddress: unknownIp, Lifetime });
    await stranger.refused("GetVmAccessToken", request(minute - 1), "lifetime is less than 1 minute");
    await stranger.refused(
      "GetVmAccessToken",
      request(24 * 60 * minute + 1),
      "lifetime is greater than 1 day",
    );
  });
});
