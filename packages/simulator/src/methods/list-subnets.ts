import { replyMethod } from "./define.ts";

export const listSubnets = replyMethod("ListSubnets", async ({ hypervisor }, { Sort }) => {
  await hypervisor.lock.pass("read");
  const subnets = [...hypervisor.subnets.all()];
  return {
    Subnets: Sort ? subnets.sort((a, b) => a.Id.localeCompare(b.Id, "en", { numeric: true })) : subnets,
  };
});
