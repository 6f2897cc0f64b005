import { check, eventually } from "../checks.ts";
import { createRequest, destroyVm, vmInfo } from "../context.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const acknowledgeVm = suite("AcknowledgeVm", (test) => {
  vmRules(test, "AcknowledgeVm", { allowedOn: "none" });

  for (const role of ["owner", "member", "admin"] as const)
    test(`keeps a new VM when sent by the ${role}`, async (context) => {
      const { response } = await context.owner.succeed("CreateVm", createRequest(context.target));
      const ip = String(response.IpAddress);
      context.onEnd(() => destroyVm(context.admin, ip));
      await context[role].ok("AcknowledgeVm", { IpAddress: ip });
      await vmInfo(context.owner, ip);
    });

  test(
    "a VM that nobody acknowledges is destroyed after 15 s",
    async ({ owner, target }) => {
      const { response } = await owner.succeed("CreateVm", createRequest(target));
      const request = { IpAddress: response.IpAddress };
      const createdAt = performance.now();
      const gone = async () => (await owner.call("GetVmInfo", request)).Error !== "" && performance.now();
      const goneAt = await eventually("the VM to be destroyed", gone, 20_000);
      check(goneAt - createdAt > 14_000, "the VM to live for 15 s");
    },
    { slow: true },
  );
});
