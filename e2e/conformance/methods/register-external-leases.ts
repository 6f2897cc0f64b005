import { suite } from "../suite.ts";

export const registerExternalLeases = suite("RegisterExternalLeases", (test) => {
  test("is denied without method powers", async ({ owner }) => {
    await owner.denied("RegisterExternalLeases", {});
  });

  test(
    "an address of no subnet is refused, an empty list removes all",
    async ({ admin }) => {
      const lost = {
        Addresses: [{ IpAddress: "192.0.2.4", MacAddress: "52:54:c0:00:02:04" }],
        Hostnames: ["lost"],
      };
      await admin.refused("RegisterExternalLeases", lost, "no subnet found for 192.0.2.4");
      const wide = {
        Addresses: [{ IpAddress: "2001:db8::1", MacAddress: "52:54:c0:00:02:05" }],
        Hostnames: [""],
      };
      await admin.refused("RegisterExternalLeases", wide, "2001:db8::1 is not an IPv4 address");
      await admin.ok("RegisterExternalLeases", {});
    },
    { disposable: true },
  );
});
