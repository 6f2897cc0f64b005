import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { addTestSubnet } from "../test-subnet.ts";
import { vmRules } from "../vm-rules.ts";

export const changeVmSubnet = suite("ChangeVmSubnet", (test) => {
  vmRules(test, "ChangeVmSubnet", { request: { SubnetId: "no-such-subnet" }, mayFail: true });

  test("another subnet has to be named", async ({ newVm, owner, target }) => {
    const { ip } = await newVm();
    const request = (SubnetId: string) => ({ IpAddress: ip, SubnetId });
    await owner.refused("ChangeVmSubnet", request(""), "no subnet specified");
    await owner.refused("ChangeVmSubnet", request(target.subnetId), "same subnet specified");
    await owner.refused("ChangeVmSubnet", request("no-such-subnet"), "subnet: no-such-subnet does not exist");
  });

  test(
    "the VM gets an address of the new subnet",
    async (context) => {
      const { id, address } = await addTestSubnet(context);
      const { ip } = await context.newVm();
      const answer = await context.owner.ok("ChangeVmSubnet", { IpAddress: ip, SubnetId: id });
      equal(answer.NewIpAddress, address, "the new address");
      await context.owner.refused("GetVmInfo", { IpAddress: ip }, `no VM with IP address: ${ip} found`);
      equal((await context.vmInfo(address)).SubnetId, id, "SubnetId");
      await context.owner.ok("DestroyVm", { IpAddress: address });
    },
    { disposable: true },
  );

  test(
    "a subnet of others is refused",
    async (context) => {
      const { id } = await addTestSubnet(context, { AllowedUsers: ["someone-else"] });
      const { ip } = await context.newVm();
      await context.owner.refused(
        "ChangeVmSubnet",
        { IpAddress: ip, SubnetId: id },
        `no access to subnet: ${id}`,
      );
    },
    { disposable: true },
  );
});
