import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const getVmUserData = suite("GetVmUserData", (test) => {
  vmRules(test, "GetVmUserData");

  test("is empty when there is none", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    equal((await owner.download("GetVmUserData", { IpAddress: ip })).bytes.length, 0, "the length");
  });

  test("is what was streamed at creation", async ({ newVm, owner }) => {
    const data = Buffer.from("#cloud-config\nhostname: conformance\n");
    const image = Buffer.alloc(4096, 1);
    const request = { MinimumFreeBytes: 0, ImageDataSize: image.length, UserDataSize: data.length };
    const { ip } = await newVm({ image: Buffer.concat([image, data]), request });
    equal((await owner.download("GetVmUserData", { IpAddress: ip })).bytes.toString(), data.toString());
  });

  test("is readable while mutations are blocked", async ({ shared, owner }) => {
    await owner.download("GetVmUserData", { IpAddress: (await shared.blocked()).ip });
  });
});
