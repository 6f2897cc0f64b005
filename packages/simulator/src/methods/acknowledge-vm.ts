import { DroppedConnection } from "../base/refusal.ts";
import { openVm } from "../state/access.ts";
import { streamedReplyMethod } from "./define.ts";

export const acknowledgeVm = streamedReplyMethod(
  "AcknowledgeVm",
  async ({ hypervisor, caller }, { IpAddress }) => {
    const vm = await openVm(hypervisor, caller, IpAddress);
    // Only VMs made by this server process have a timer; for others the real server falls over.
    if (vm.destroyTimer === undefined) throw new DroppedConnection("no timer to stop");
    vm.destroyTimer.cancel();
  },
);
