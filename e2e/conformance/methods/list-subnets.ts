import { check, equal } from "../checks.ts";
import { suite } from "../suite.ts";

export const listSubnets = suite("ListSubnets", (test) => {
  test("lists every subnet to any user", async ({ stranger, target }) => {
    const { Subnets } = await stranger.ok("ListSubnets");
    const ids = (Subnets as { Id: string }[]).map((subnet) => subnet.Id);
    check(ids.includes(target.subnetId), "the subnet of the test VMs");
  });

  test("sorts by name when asked to", async ({ owner }) => {
    const { Subnets } = await owner.ok("ListSubnets", { Sort: true });
    const ids = (Subnets as { Id: string }[]).map((subnet) => subnet.Id);
    equal(ids, [...ids].sort());
  });
});
