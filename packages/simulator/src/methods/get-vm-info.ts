import { readVm } from "../state/access.ts";
import { replyMethod } from "./define.ts";

export const getVmInfo = replyMethod("GetVmInfo", async ({ hypervisor }, { IpAddress }) => {
  const vm = await readVm(hypervisor, IpAddress);
  return { VmInfo: vm.info };
});
