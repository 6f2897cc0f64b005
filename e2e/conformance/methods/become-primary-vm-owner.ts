import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const becomePrimaryVmOwner = suite("BecomePrimaryVmOwner", (test) => {
  vmRules(test, "BecomePrimaryVmOwner", { mayFail: true });

  test("moves the caller to the front, the former one stays second", async ({
    newVm,
    member,
    owner,
    vmInfo,
  }) => {
    const { ip } = await newVm();
    await member.ok("BecomePrimaryVmOwner", { IpAddress: ip });
    equal((await vmInfo(ip)).OwnerUsers, [member.userName, owner.userName], "OwnerUsers");
    await member.refused("BecomePrimaryVmOwner", { IpAddress: ip }, "you already are the primary owner");
  });
});
