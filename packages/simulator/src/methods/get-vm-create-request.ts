import { join } from "node:path";
import { refuse } from "../base/refusal.ts";
import { openVm } from "../state/access.ts";
import { replyMethod } from "./define.ts";

export const getVmCreateRequest = replyMethod(
  "GetVmCreateRequest",
  async ({ hypervisor, caller }, request) => {
    const vm = await openVm(hypervisor, caller, request.IpAddress, { mode: "read" });
    const path = join(hypervisor.vmDirectory(vm), "create-request.json");
    return { CreateVmRequest: vm.createRequest ?? refuse(`open ${path}: no such file or directory`) };
  },
);
