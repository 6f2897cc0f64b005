import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const changeVmHostname = suite("ChangeVmHostname", (test) => {
  vmRules(test, "ChangeVmHostname", { request: { Hostname: "conformance-renamed" } });

  test("the new name is shown", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("ChangeVmHostname", { IpAddress: ip, ...{ Hostname: "conformance-renamed" } });
    equal((await vmInfo(ip)).Hostname, "conformance-renamed", "Hostname");
  });
});
