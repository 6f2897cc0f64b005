import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { addTestSubnet } from "../test-subnet.ts";

const machine = { IpAddress: "198.51.100.20", MacAddress: "52:54:c6:33:64:14" };

const NO_IMAGE = "no Network Boot Image name configured";

/** The text, or that of a server that boots nothing from the network. */
function orNoImage(text: string): RegExp {
  return new RegExp(`^${text}$|^${NO_IMAGE}$`);
}

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
      const text = orNoImage("timed out receiving lease acknowledgement");
      await context.admin.refused("NetbootMachine", request, text);
      const again = orNoImage(`already have lease for: ${machine.MacAddress}`);
      await context.admin.refused("NetbootMachine", request, again);
    },
    { disposable: true },
  );

  test("refuses the MAC address of a VM that has its lease", async ({ admin, newVm, vmInfo }) => {
    const { ip } = await newVm({ start: true });
    const { Address: address } = (await vmInfo(ip)) as { Address: { MacAddress: string } };
    const text = `already have lease for: ${address.MacAddress}`;
    await admin.refused("NetbootMachine", { Address: address }, orNoImage(text));
  });

  test(
    "ends when the machine has asked for its address",
    async ({ admin, newVm, target, vmInfo }) => {
      const noLease = { EnableNetboot: true, DhcpTimeout: -1, DoNotStart: false, MemoryInMiB: 256 };
      const { ip } = await newVm({ request: noLease });
      const { Address: address } = await vmInfo(ip);
      const request = { Address: address, NumAcknowledgementsToWaitFor: 1, WaitTimeout: 60e9 };
      const { Error: error = "" } = await admin.call("NetbootMachine", request);
      if (error !== NO_IMAGE) equal(error, "", `the error of the boot of a VM on ${target.subnetId}`);
    },
    { disposable: true },
  );
});
