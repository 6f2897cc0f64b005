import { equal, matches } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const changeVmMachineType = suite("ChangeVmMachineType", (test) => {
  vmRules(test, "ChangeVmMachineType", { request: { MachineType: "q35" } });

  test("the new type is shown", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    await owner.ok("ChangeVmMachineType", { IpAddress: ip, ...{ MachineType: "q35" } });
    equal((await vmInfo(ip)).MachineType, "q35", "MachineType");
  });

  test("one of another architecture is taken, and the next start fails", async ({ newVm, owner, vmInfo }) => {
    const { ip } = await newVm();
    const other = (await vmInfo(ip)).ArchitectureType === "arm64" ? "q35" : "virt";
    await owner.ok("ChangeVmMachineType", { IpAddress: ip, MachineType: other });
    const { Error: error } = await owner.call("StartVm", { IpAddress: ip });
    matches(error, /^error starting QEMU: exit status 1: qemu-.*: unsupported machine type\n/, "the error");
    equal((await vmInfo(ip)).State, "failed to start", "State");
  });
});
