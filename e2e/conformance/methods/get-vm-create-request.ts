import { equal } from "../checks.ts";
import type { Message } from "../client.ts";
import { emptyRootBytes } from "../context.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const getVmCreateRequest = suite("GetVmCreateRequest", (test) => {
  vmRules(test, "GetVmCreateRequest");

  test("gives back what was asked for", async ({ newVm, owner }) => {
    const vm = await newVm({ info: { Hostname: "conformance-again" } });
    const answer = await owner.ok("GetVmCreateRequest", { IpAddress: vm.ip });
    const request = answer.CreateVmRequest as Message;
    equal(request.Hostname, "conformance-again", "Hostname");
    equal(request.MinimumFreeBytes, emptyRootBytes, "MinimumFreeBytes");
    equal(request.DoNotStart, true, "DoNotStart");
  });

  test("works while mutations are blocked", async ({ shared, owner }) => {
    await owner.ok("GetVmCreateRequest", { IpAddress: (await shared.blocked()).ip });
  });
});
