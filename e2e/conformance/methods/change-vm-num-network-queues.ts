import { equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const changeVmNumNetworkQueues = suite("ChangeVmNumNetworkQueues", (test) => {
  vmRules(test, "ChangeVmNumNetworkQueues", { request: { NumQueuesPerInterface: [2] } });

  test("the queues of each interface are shown", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("ChangeVmNumNetworkQueues", { IpAddress: ip, ...{ NumQueuesPerInterface: [2] } });
    equal((await vmInfo(ip)).NetworkEntries, [{ NumQueues: 2 }], "NetworkEntries");
  });
});
