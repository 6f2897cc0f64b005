import { equal } from "../checks.ts";
import { memoryInMiB } from "../context.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const changeVmSize = suite("ChangeVmSize", (test) => {
  vmRules(test, "ChangeVmSize", { request: { MemoryInMiB: memoryInMiB + 8, MilliCPUs: 10 } });

  test("memory and CPUs of a stopped VM change", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("ChangeVmSize", { IpAddress: ip, MemoryInMiB: 40, MilliCPUs: 20, VirtualCPUs: 1 });
    const info = await vmInfo(ip);
    equal([info.MemoryInMiB, info.MilliCPUs], [40, 20], "MemoryInMiB and MilliCPUs");
  });

  test("CPU shares change while it runs, when the number of CPUs stays", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm({ start: true });
    await owner.ok("ChangeVmSize", { IpAddress: ip, MilliCPUs: 15 });
    equal((await vmInfo(ip)).MilliCPUs, 15, "MilliCPUs");
  });

  test("more than there is is refused", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    const memory = { IpAddress: ip, MemoryInMiB: 2 ** 30 };
    await owner.refused("ChangeVmSize", memory, /^insufficient (?:unallocated|available) memory$/);
    const cpus = { IpAddress: ip, MilliCPUs: 100_000_000 };
    await owner.refused("ChangeVmSize", cpus, "insufficient unallocated CPU");
  });

  test("virtual CPUs cover the shares", async ({ newVm, owner }) => {
    const { ip } = await newVm();
    const request = { IpAddress: ip, MilliCPUs: 1001, VirtualCPUs: 1 };
    await owner.refused("ChangeVmSize", request, "VirtualCPUs must be at least 2");
  });

  test("memory stays changed when the CPUs are refused", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    const request = { IpAddress: ip, MemoryInMiB: 48, MilliCPUs: 100_000_000 };
    await owner.refused("ChangeVmSize", request, "insufficient unallocated CPU");
    equal((await vmInfo(ip)).MemoryInMiB, 48, "MemoryInMiB");
  });
});
