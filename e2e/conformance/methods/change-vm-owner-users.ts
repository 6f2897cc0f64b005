import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const changeVmOwnerUsers = suite("ChangeVmOwnerUsers", (test) => {
  vmRules(test, "ChangeVmOwnerUsers", { request: { OwnerUsers: [] } });

  test("the primary owner stays at the front", async ({ newVm, member, owner, stranger, vmInfo }) => {
    const { ip } = await newVm();
    await member.ok("ChangeVmOwnerUsers", { IpAddress: ip, OwnerUsers: [stranger.userName] });
    equal((await vmInfo(ip)).OwnerUsers, [owner.userName, stranger.userName], "OwnerUsers");
  });

  test("any position gives access", async ({ newVm, owner, stranger }) => {
    const { ip } = await newVm();
    await owner.ok("ChangeVmOwnerUsers", { IpAddress: ip, OwnerUsers: ["someone", stranger.userName] });
    await stranger.ok("ChangeVmTags", { IpAddress: ip, Tags: {} });
  });
});
