import { replyMethod } from "./define.ts";
import { filteredVms } from "./vm-filter.ts";

export const getVmInfos = replyMethod("GetVmInfos", async ({ hypervisor }, request) => {
  await hypervisor.lock.pass("read");
  return { VmInfos: filteredVms(hypervisor, request) };
});
