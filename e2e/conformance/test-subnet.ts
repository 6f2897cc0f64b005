/** A subnet with one free address, of the block reserved for documentation, that goes away after the test. */
import type { Message } from "./client.ts";
import type { TestContext } from "./context.ts";

export const testSubnet = { id: "conformance", address: "198.51.100.10", mac: "52:54:c6:33:64:0a" } as const;

/** Adds the subnet and its address; `change` overrides fields of the subnet. */
export async function addTestSubnet(context: TestContext, change: Message = {}): Promise<typeof testSubnet> {
  const { admin, onEnd } = context;
  const Address = { IpAddress: testSubnet.address, MacAddress: testSubnet.mac };
  onEnd(
    async () =>
      void (await admin.attempt("UpdateSubnets", { Delete: [testSubnet.id] }).catch(() => undefined)),
  );
  await admin.ok("UpdateSubnets", {
    Add: [{ Id: testSubnet.id, IpGateway: "198.51.100.1", IpMask: "255.255.255.0", ...change }],
  });
  onEnd(async () => void (await admin.ok("ChangeAddressPool", { AddressesToRemove: [Address] })));
  await admin.ok("ChangeAddressPool", { AddressesToAdd: [Address] });
  return testSubnet;
}
