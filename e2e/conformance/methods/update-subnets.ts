import { equal, includes } from "../checks.ts";
import type { Client } from "../client.ts";
import { suite } from "../suite.ts";
import { addTestSubnet, testSubnet } from "../test-subnet.ts";

async function subnet(client: Client, id: string): Promise<Record<string, unknown> | undefined> {
  const { Subnets } = await client.ok("ListSubnets");
  return (Subnets as { Id: string }[]).find((entry) => entry.Id === id);
}

export const updateSubnets = suite("UpdateSubnets", (test) => {
  test("is denied without method powers", async ({ owner }) => {
    await owner.denied("UpdateSubnets", {});
  });

  test("names are checked before anything changes", async ({ admin, target }) => {
    const known = { Id: target.subnetId, IpGateway: "198.51.100.1", IpMask: "255.255.255.0" };
    await admin.refused("UpdateSubnets", { Add: [known] }, `subnet: ${target.subnetId} already exists`);
    const unknown = { ...known, Id: "no-such-subnet" };
    await admin.refused("UpdateSubnets", { Change: [unknown] }, "subnet: no-such-subnet does not exist");
    await admin.refused(
      "UpdateSubnets",
      { Delete: ["no-such-subnet"] },
      "subnet: no-such-subnet does not exist",
    );
    const own = { ...known, Id: "hypervisor" };
    await admin.refused("UpdateSubnets", { Add: [own] }, "cannot add hypervisor subnet");
    await admin.refused("UpdateSubnets", { Change: [own] }, "cannot change hypervisor subnet");
    await admin.refused("UpdateSubnets", { Delete: ["hypervisor"] }, "cannot delete hypervisor subnet");
  });

  test(
    "adds, changes and announces",
    async (context) => {
      const { admin, owner } = context;
      const { id } = await addTestSubnet(context);
      includes([(await subnet(owner, id))?.IpGateway], "198.51.100.1", "the gateways");
      const change = {
        Id: id,
        IpGateway: "198.51.100.1",
        IpMask: "255.255.255.0",
        DomainName: "example.test",
      };
      // A change may close the connection after it was made: what counts is the list afterwards.
      await admin.call("UpdateSubnets", { Change: [change] }).catch(() => undefined);
      equal((await subnet(owner, testSubnet.id))?.DomainName, "example.test", "DomainName");
    },
    { disposable: true },
  );
});
