import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const rebootVm = suite("RebootVm", (test) => {
  vmRules(test, "RebootVm", { allowedOn: "running" });

  test("a running VM stays running", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm({ start: true });
    const { DhcpTimedOut } = await owner.ok("RebootVm", { IpAddress: ip });
    equal(DhcpTimedOut ?? false, false, "DhcpTimedOut");
    equal((await vmInfo(ip)).State, "running", "State");
  });
});
