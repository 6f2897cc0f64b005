import type { MethodName, Methods } from "../methods/methods.ts";

/** What examples name: of an installation, so that they run there. */
export interface ExampleValues {
  /** Address of a VM. */
  readonly vm: string;
  readonly hypervisor: string;
  readonly otherHypervisor: string;
  readonly subnet: string;
  readonly otherSubnet: string;
  readonly image: string;
  readonly user: string;
  /** An address that lies in the subnet and is in no pool. */
  readonly address: string;
}

export const defaultExampleValues: ExampleValues = {
  vm: "10.0.0.7",
  hypervisor: "hv-1:6976",
  otherHypervisor: "hv-2:6976",
  subnet: "net-1",
  otherSubnet: "net-2",
  image: "debian/13",
  user: "alice",
  address: "10.0.0.99",
};

type BodyExamples = {
  readonly [N in MethodName]?: Methods[N]["input"] & Readonly<Record<string, unknown>>;
};

/** Bodies that work on a small VM of one's own, for the documentation. Fields in the path are left out. */
export function bodyExamples(values: ExampleValues): BodyExamples {
  const { otherHypervisor, subnet, otherSubnet, image, user, address } = values;
  return {
    GetVmAccessToken: { Lifetime: 3_600_000_000_000 },
    GetVmInfos: { OwnerUsers: [user], VmTagsToMatch: { env: ["prod", "test"] } },
    CreateVm: {
      Hostname: "web-1",
      ImageName: image,
      MemoryInMiB: 1024,
      MilliCPUs: 500,
      MinimumFreeBytes: 1_073_741_824,
      SubnetId: subnet,
      Tags: { Name: "web-1", env: "test" },
    },
    CopyVm: { Hypervisor: otherHypervisor, MemoryInMiB: 1024, MilliCPUs: 500, SubnetId: subnet },
    MigrateVm: { Hypervisor: otherHypervisor, DhcpTimeout: 60_000_000_000 },
    PrepareVmForMigration: { Enable: true },
    RebootVm: { DhcpTimeout: 0 },
    StartVm: { DhcpTimeout: 0 },
    StopVm: {},
    ChangeVmConsoleType: { ConsoleType: "vnc" },
    ChangeVmCpuPriority: { CpuPriority: 5 },
    ChangeVmDestroyProtection: { DestroyProtection: true },
    ChangeVmHostname: { Hostname: "web-2" },
    ChangeVmMachineType: { MachineType: "q35" },
    ChangeVmNumNetworkQueues: { NumQueuesPerInterface: [2] },
    ChangeVmOwnerGroups: { OwnerGroups: ["team-a"] },
    ChangeVmOwnerUsers: { OwnerUsers: ["bob"] },
    ChangeVmSize: { MemoryInMiB: 2048, MilliCPUs: 1000 },
    ChangeVmSubnet: { SubnetId: otherSubnet },
    ChangeVmTags: { Tags: { Name: "web-1", env: "prod" } },
    AddVmVolumes: { VolumeSizes: [1_073_741_824] },
    ChangeVmVolumeInterfaces: { Interfaces: ["virtio", "nvme"] },
    ChangeVmVolumeSize: { VolumeSize: 2_147_483_648 },
    ChangeVmVolumeStorageIndex: { StorageIndex: 1 },
    ReorderVmVolumes: { VolumeIndices: [0, 2, 1] },
    DebugVmImage: { ImageName: image },
    PatchVmImage: { ImageName: image },
    ReplaceVmImage: { ImageName: image, MinimumFreeBytes: 1_073_741_824 },
    ScanVmRoot: { Filter: { FilterLines: ["/var/log/.*"] } },
    SnapshotVm: { Name: "before-upgrade", RootOnly: true },
    RestoreVmFromSnapshot: { Retain: false },
    ProbeVmPort: { PortNumber: 22, Timeout: 1_000_000_000 },
    ChangeAddressPool: { AddressesToAdd: [{ IpAddress: address, MacAddress: "52:54:00:12:34:63" }] },
    RegisterExternalLeases: { Addresses: [{ IpAddress: address, MacAddress: "52:54:00:12:34:62" }] },
    UpdateSubnets: {
      Add: [{ Id: "net-9", IpGateway: "10.9.0.1", IpMask: "255.255.255.0", DomainNameServers: ["10.9.0.1"] }],
    },
    HoldLock: { Timeout: 1_000_000_000 },
    HoldVmLock: { Timeout: 1_000_000_000 },
    PowerOff: { StopVMs: false },
    SetDisabledState: { Disable: false },
    ChangeOwners: { OwnerUsers: [user], OwnerGroups: [] },
  };
}

/** A part of a path that works for an example; undefined for what must be looked up first. */
export function pathExample(name: string, path: string, values: ExampleValues): string | number | undefined {
  switch (name) {
    case "ip":
      return values.vm;
    case "id":
      return path.startsWith("/hypervisors/") ? values.hypervisor : undefined;
    case "index":
      return 1;
    case "name":
      return "before-upgrade";
    case "filename":
      return "stdout";
    case "slot":
      return "image";
    default:
      return undefined;
  }
}
