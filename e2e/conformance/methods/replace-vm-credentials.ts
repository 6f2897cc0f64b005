import { equal } from "../checks.ts";
import type { Client, Message } from "../client.ts";
import { suite } from "../suite.ts";
import { noAccess, unknownIp } from "../vm-rules.ts";

/** The key pair of a caller, as a request carries it. */
function pairOf(client: Client): Message {
  return {
    IdentityCertificate: Buffer.from(client.identity.certPem).toString("base64"),
    IdentityKey: Buffer.from(client.identity.keyPem).toString("base64"),
  };
}

export const replaceVmCredentials = suite("ReplaceVmCredentials", (test) => {
  for (const role of ["owner", "member", "admin"] as const)
    test(`the ${role} may give a VM the identity of another`, async (context) => {
      const { ip } = await context.newVm();
      const { stranger } = context;
      await context[role].ok("ReplaceVmCredentials", { IpAddress: ip, ...pairOf(stranger) });
      equal((await context.vmInfo(ip)).IdentityName, stranger.userName, "IdentityName");
    });

  test("strangers, unknown and blocked VMs are refused", async ({ shared, stranger, member, owner }) => {
    const stopped = (await shared.inState("stopped")).ip;
    await stranger.refused("ReplaceVmCredentials", { IpAddress: stopped, ...pairOf(member) }, noAccess);
    const unknown = { IpAddress: unknownIp, ...pairOf(member) };
    await owner.refused("ReplaceVmCredentials", unknown, `no VM with IP address: ${unknownIp} found`);
    const blocked = { IpAddress: (await shared.blocked()).ip, ...pairOf(member) };
    await owner.refused("ReplaceVmCredentials", blocked, "mutations blocked");
  });

  test("the pair is checked before the VM", async ({ owner, member, stranger }) => {
    const request = (pair: Message) => ({ IpAddress: unknownIp, ...pair });
    await owner.refused("ReplaceVmCredentials", request(pairOf(owner)), "cannot give VM your own identity");
    const torn = { ...pairOf(member), IdentityKey: pairOf(stranger).IdentityKey };
    await owner.refused(
      "ReplaceVmCredentials",
      request(torn),
      /^tls: private key does not match public key$/,
    );
    const none = { ...pairOf(member), IdentityCertificate: Buffer.from("nothing").toString("base64") };
    const text = "tls: failed to find any PEM data in certificate input";
    await owner.refused("ReplaceVmCredentials", request(none), text);
  });
});
