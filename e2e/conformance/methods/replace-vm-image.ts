import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

const image = Buffer.alloc(54_321, 6);
const upload = { ImageDataSize: image.length };

export const replaceVmImage = suite("ReplaceVmImage", (test) => {
  vmRules(test, "ReplaceVmImage", { request: { ImageURL: "http://127.0.0.1:9/none" }, allowedOn: "none" });

  for (const role of ["owner", "member", "admin"] as const)
    test(`streamed bytes of the ${role} become the root`, async (context) => {
      const { ip } = await context.newVm();
      const { response } = await context[role].succeed("ReplaceVmImage", { IpAddress: ip, ...upload }, image);
      equal(response.Final, true, "Final");
      const volumes = (await context.vmInfo(ip)).Volumes as { Size: number }[];
      equal(volumes[0]?.Size, image.length, "the size of the root");
    });

  test("a running VM is stopped and started again", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm({ start: true });
    const { progress } = await owner.succeed("ReplaceVmImage", { IpAddress: ip, ...upload }, image);
    equal(progress.slice(-2), ["stopping VM", "starting VM"], "the last progress texts");
    equal((await vmInfo(ip)).State, "running", "State");
  });

  test("what does not go together is refused", async ({ newVm, shared, owner }) => {
    const { ip } = await newVm();
    const source = { ImageURL: "http://127.0.0.1:9/none" };
    const format = { IpAddress: ip, VolumeFormat: "qcow2", ...source };
    await owner.refused("ReplaceVmImage", format, "cannot change volume format unless you skip backup");
    const running = (await shared.inState("running")).ip;
    const preDelete = { IpAddress: running, PreDelete: true, ...source };
    await owner.refused("ReplaceVmImage", preDelete, "VM must be stopped to pre-delete");
    await owner.refused("ReplaceVmImage", { IpAddress: ip }, "no image specified");
  });
});
