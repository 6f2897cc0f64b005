import { suite } from "../suite.ts";
import { addTestSubnet } from "../test-subnet.ts";

const machine = { IpAddress: "198.51.100.20", MacAddress: "52:54:c6:33:64:14" };

export const netbootMachine = suite("NetbootMachine", (test) => {
  test("is denied without method powers", async ({ owner }) => {
    await owner.denied("NetbootMachine", { Address: machine });
  });

  test("wants an address that a subnet covers", async ({ admin }) => {
    const none = { Address: { MacAddress: machine.MacAddress } };
    await admin.refused("NetbootMachine", none, "no IP address");
    await admin.refused("NetbootMachine", { Address: machine }, `no subnet found for ${machine.IpAddress}`);
  });

  test(
    "gives up when the machine does not answer, and keeps the lease",
    async (context) => {
      await addTestSubnet(context);
      const request = {
        Address: machine,
        Hostname: "conformance-netboot",
        NumAcknowledgementsToWaitFor: 1,
        OfferExpiration: 2e9,
        FilesExpiration: 2e9,
        WaitTimeout: 300e6,
      };
      const text = /^timed out receiving lease acknowledgement$|^no Network Boot Image name configured$/;
      await context.admin.refused("NetbootMachine", request, text);
      const again = /^already have lease for: 52:54:c6:33:64:14$|^no Network Boot Image name configured$/;
      await context.admin.refused("NetbootMachine", request, again);
    },
    { disposable: true },
  );
});
