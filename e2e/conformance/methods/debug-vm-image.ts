import { equal, includes } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

const image = Buffer.alloc(1 << 16, 4);
const upload = { ImageDataSize: image.length };

export const debugVmImage = suite("DebugVmImage", (test) => {
  vmRules(test, "DebugVmImage", { request: { ImageURL: "http://127.0.0.1:9/none" }, allowedOn: "none" });

  for (const role of ["owner", "member", "admin"] as const)
    test(`a stopped VM runs from the debug image of the ${role}`, async (context) => {
      const { ip } = await context.newVm();
      const { progress } = await context[role].succeed("DebugVmImage", { IpAddress: ip, ...upload }, image);
      includes(progress, "starting VM", "the progress");
      equal((await context.vmInfo(ip)).State, "debugging", "State");
    });

  test("a running VM is stopped first, and StartVm ends the debugging", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm({ start: true });
    const { progress } = await owner.succeed("DebugVmImage", { IpAddress: ip, ...upload }, image);
    includes(progress, "stopping VM", "the progress");
    await owner.refused("RebootVm", { IpAddress: ip }, "VM is debugging");
    await owner.ok("StartVm", { IpAddress: ip });
    equal((await vmInfo(ip)).State, "running", "State");
  });

  test("an image has to be named", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    await owner.refused("DebugVmImage", { IpAddress: ip }, "no image specified");
  });
});
