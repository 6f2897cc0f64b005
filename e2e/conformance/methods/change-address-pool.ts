import { check, equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { addTestSubnet, testSubnet } from "../test-subnet.ts";

export const changeAddressPool = suite("ChangeAddressPool", (test) => {
  test("is denied without method powers", async ({ owner }) => {
    await owner.denied("ChangeAddressPool", {});
  });

  test("wrong addresses are refused", async ({ admin }) => {
    const mac = { IpAddress: "192.0.2.3", MacAddress: "no mac" };
    await admin.refused(
      "ChangeAddressPool",
      { AddressesToAdd: [mac] },
      /^address no mac: invalid MAC address$/,
    );
    const lost = { IpAddress: "192.0.2.3", MacAddress: "52:54:c0:00:02:03" };
    await admin.refused("ChangeAddressPool", { AddressesToAdd: [lost] }, "no subnet matching: 192.0.2.3");
  });

  test(
    "adds to the pool once, and takes away what is free",
    async (context) => {
      const { address, mac } = await addTestSubnet(context);
      const { admin } = context;
      const again = { AddressesToAdd: [{ IpAddress: address, MacAddress: "52:54:c6:33:64:0b" }] };
      await admin.refused("ChangeAddressPool", again, `duplicate IP address: ${address}`);
      const twin = { AddressesToAdd: [{ IpAddress: "198.51.100.11", MacAddress: mac }] };
      await admin.refused("ChangeAddressPool", twin, `duplicate MAC address: ${mac}`);
      const other = { AddressesToRemove: [{ IpAddress: "198.51.100.99", MacAddress: "52:54:c6:33:64:63" }] };
      const { error } = await admin.attempt("ChangeAddressPool", other);
      check(
        error.includes("198.51.100.99") && /not (?:in free pool|registered)/.test(error),
        `the address, got ${error}`,
      );
    },
    { disposable: true },
  );

  test(
    "keeps what a VM uses",
    async (context) => {
      const { admin, owner, newVm } = context;
      const { address, mac, id } = await addTestSubnet(context);
      const { ip } = await newVm({ info: { SubnetId: id } });
      equal(ip, address, "the address of the VM");
      const used = { AddressesToRemove: [{ IpAddress: address, MacAddress: mac }] };
      await admin.refused(
        "ChangeAddressPool",
        used,
        new RegExp(`^cannot remove ${address} from .* list because it is used$`),
      );
      await owner.ok("DestroyVm", { IpAddress: ip });
    },
    { disposable: true },
  );

  test(
    "trims a subnet's free addresses",
    async (context) => {
      const { id } = await addTestSubnet(context);
      await context.admin.ok("ChangeAddressPool", { MaximumFreeAddresses: { [id]: 0 } });
      await context.owner.refused(
        "ChangeVmSubnet",
        { IpAddress: (await context.newVm()).ip, SubnetId: id },
        `no free address in subnet: ${id}`,
      );
      const Address = { IpAddress: testSubnet.address, MacAddress: testSubnet.mac };
      await context.admin.ok("ChangeAddressPool", { AddressesToAdd: [Address] });
    },
    { disposable: true },
  );
});
