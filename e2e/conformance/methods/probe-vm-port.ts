import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const probeVmPort = suite("ProbeVmPort", (test) => {
  vmRules(test, "ProbeVmPort", { request: { PortNumber: 22, Timeout: 300e6 } });

  test("a port of a stopped VM is closed, for any user", async ({ newVm, stranger }) => {
    const { ip } = await newVm();
    const answer = await stranger.ok("ProbeVmPort", { IpAddress: ip, PortNumber: 22, Timeout: 400e6 });
    equal(answer.PortIsOpen ?? false, false, "PortIsOpen");
  });

  test("a time-out below the first try never finds anything", async ({ shared, stranger }) => {
    const { ip } = await shared.inState("running");
    const answer = await stranger.ok("ProbeVmPort", { IpAddress: ip, PortNumber: 22, Timeout: 100e6 });
    equal(answer.PortIsOpen ?? false, false, "PortIsOpen");
  });
});
