import { type VmInfo, VmInfo as VmInfoSchema, zeroOf } from "@stackdeck/api-types";
import type { StreamedUpdate } from "@stackdeck/hypervisor-client";

const empty = zeroOf(VmInfoSchema);

/** A VM as a hypervisor would describe it. */
export function vmInfo(ip: string, more: Partial<VmInfo> = {}): VmInfo {
  return {
    ...empty,
    Address: { IpAddress: ip, MacAddress: "52:54:00:00:00:01" },
    Hostname: `vm-${ip.split(".").at(-1)}`,
    State: "running",
    MemoryInMiB: 1024,
    MilliCPUs: 500,
    OwnerUsers: ["alice"],
    SubnetId: "lab",
    Volumes: [{ DFM: {}, Size: 2 ** 30 }],
    ...more,
  };
}

/** How an update stream says that a VM is gone. */
export const goneVm: VmInfo = empty;

export function update(
  vms: Readonly<Record<string, VmInfo>>,
  more: Partial<StreamedUpdate> = {},
): StreamedUpdate {
  return { HaveVMs: true, VMs: new Map(Object.entries(vms)), HealthStatus: "healthy", ...more };
}
