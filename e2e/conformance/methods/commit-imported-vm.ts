import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const commitImportedVm = suite("CommitImportedVm", (test) => {
  vmRules(test, "CommitImportedVm", { mayFail: true });

  test("a VM that was created here is committed already", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    await owner.refused("CommitImportedVm", { IpAddress: ip }, `${ip} is already committed`);
  });
});
