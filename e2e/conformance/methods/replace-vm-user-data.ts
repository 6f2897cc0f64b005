import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const replaceVmUserData = suite("ReplaceVmUserData", (test) => {
  vmRules(test, "ReplaceVmUserData", { request: { Size: 1 }, allowedOn: "none" });

  for (const role of ["owner", "member", "admin"] as const)
    test(`what the ${role} sends is stored, every byte`, async (context) => {
      const { ip } = await context.newVm();
      const data = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256));
      await context[role].succeed("ReplaceVmUserData", { IpAddress: ip, Size: data.length }, data);
      const { bytes } = await context[role].download("GetVmUserData", { IpAddress: ip });
      equal(bytes.equals(data), true, "whether the stored bytes are those sent");
    });
});
