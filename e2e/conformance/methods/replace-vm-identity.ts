import { equal, matches } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const replaceVmIdentity = suite("ReplaceVmIdentity", (test) => {
  vmRules(test, "ReplaceVmIdentity");

  test("nothing ends the identity that was given", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("ReplaceVmIdentity", { IpAddress: ip });
    equal((await vmInfo(ip)).IdentityName ?? "", "", "IdentityName");
  });

  test("a certificate needs an identity provider and the hypervisor's key", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    const IdentityRequestorCertificate = Buffer.from("nothing").toString("base64");
    const { error } = await owner.attempt("ReplaceVmIdentity", {
      IpAddress: ip,
      IdentityRequestorCertificate,
    });
    matches(error, /^no Identity Provider$|^tls: |PEM/, "the error");
  });
});
