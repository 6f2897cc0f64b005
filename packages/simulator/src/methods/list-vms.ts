import { compareIps } from "../base/net.ts";
import { replyMethod } from "./define.ts";
import { filteredVms } from "./vm-filter.ts";

export const listVms = replyMethod("ListVMs", async ({ hypervisor }, request) => {
  await hypervisor.lock.pass("read");
  const addresses = filteredVms(hypervisor, request).map(({ Address }) => Address.IpAddress ?? "0.0.0.0");
  return { IpAddresses: request.Sort ? addresses.sort(compareIps) : addresses };
});
