import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { noAccess, vmRules } from "../vm-rules.ts";

export const changeVmOwnerGroups = suite("ChangeVmOwnerGroups", (test) => {
  vmRules(test, "ChangeVmOwnerGroups", { request: { OwnerGroups: [] } });

  test("who owns through a group can lock itself out", async ({ newVm, member, vmInfo }) => {
    const { ip } = await newVm();
    await member.ok("ChangeVmOwnerGroups", { IpAddress: ip, OwnerGroups: ["another-group"] });
    equal((await vmInfo(ip)).OwnerGroups, ["another-group"], "OwnerGroups");
    await member.refused("ChangeVmOwnerGroups", { IpAddress: ip, OwnerGroups: [] }, noAccess);
  });
});
