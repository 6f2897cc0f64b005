import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { noAccess, unknownIp, vmRules } from "../vm-rules.ts";

export const getVmVirtualiserLogFile = suite("GetVmVirtualiserLogFile", (test) => {
  vmRules(test, "GetVmVirtualiserLogFile", {
    request: { Filename: "none" },
    allowedOn: "stopped",
    mayFail: true,
  });

  test("gives each listed file to the owner", async ({ shared, owner, stranger }) => {
    const { ip } = await shared.inState("running");
    const { Filenames, Lengths } = await owner.ok("ListVmVirtualiserLogFiles", { IpAddress: ip });
    for (const [index, Filename] of (Filenames as string[]).entries()) {
      const { bytes } = await owner.download("GetVmVirtualiserLogFile", { IpAddress: ip, Filename });
      equal(bytes.length >= (Lengths as number[])[index]!, true, `whether ${Filename} is complete`);
      await stranger.refused("GetVmVirtualiserLogFile", { IpAddress: ip, Filename }, noAccess);
    }
  });

  test("takes plain names only, checked before the VM", async ({ owner }) => {
    const request = { IpAddress: unknownIp, Filename: "../../secret" };
    await owner.refused("GetVmVirtualiserLogFile", request, "invalid filename");
  });

  test("says when there is no such file", async ({ shared, owner }) => {
    const { ip } = await shared.inState("running");
    const request = { IpAddress: ip, Filename: "no-such-file" };
    await owner.refused("GetVmVirtualiserLogFile", request, /^open .*: no such file or directory$/);
  });
});
