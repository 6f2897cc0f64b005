import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const getVmLastPatchLog = suite("GetVmLastPatchLog", (test) => {
  vmRules(test, "GetVmLastPatchLog");

  test("is empty for a VM that was never patched, for any user", async ({ newVm, stranger }) => {
    const { ip } = await newVm();
    const { bytes } = await stranger.download("GetVmLastPatchLog", { IpAddress: ip });
    equal(bytes.length, 0, "the length");
  });

  test(
    "holds what the last patch did",
    async ({ newVm, owner, target }) => {
      const { ip } = await newVm({ request: { ImageName: target.image } });
      await owner.succeed("PatchVmImage", { IpAddress: ip, ImageName: target.image });
      const { bytes } = await owner.download("GetVmLastPatchLog", { IpAddress: ip });
      equal(bytes.length > 0, true, "whether there is a log");
    },
    { needsImage: true },
  );
});
