import type { MethodName, Methods } from "@stackdeck/api-types";

/** What requests are made of. */
export interface RequestParts {
  readonly ip: string;
  /** "" without one. */
  readonly token: string;
  /** Base64; right for root on the hypervisor's machine. */
  readonly cookie: string;
  readonly otherHypervisor: string;
  readonly identity: { readonly certificate: string; readonly key: string };
}

type Filled = { [N in MethodName]: (parts: RequestParts) => Methods[N]["input"] & Record<string, unknown> };

const vm = ({ ip }: RequestParts) => ({ IpAddress: ip });
const bearer = ({ ip, token }: RequestParts) => ({ IpAddress: ip, AccessToken: token });
const create = () => ({
  Hostname: "made",
  ImageName: "base/alpine-3.21/2026-09-19:03:12:00",
  DoNotStart: true,
  MemoryInMiB: 64,
  MilliCPUs: 50,
  MinimumFreeBytes: 1,
  SubnetId: "staging",
});
const image = (parts: RequestParts) => ({
  ...vm(parts),
  ImageName: "base/alpine-3.21/2026-09-19:03:12:00",
});

/**
 * A request for each method that comes as far as the question of permission, and does as little as possible when it is
 * answered with yes. The compiler asks for a line when a method is added.
 */
export const matrixRequests: Filled = {
  GetVmAccessToken: (parts) => ({ ...vm(parts), Lifetime: 60_000_000_000 }),
  GetVmCreateRequest: vm,
  GetVmInfo: vm,
  GetVmInfos: () => ({}),
  GetVmLastPatchLog: vm,
  GetVmUserData: bearer,
  GetVmVolume: (parts) => ({ ...bearer(parts), VolumeIndex: 0 }),
  GetVmVolumeStorageConfiguration: vm,
  ListVMs: () => ({}),
  GetVmVirtualiserLogFile: (parts) => ({ ...vm(parts), Filename: "stdout" }),
  ListVmVirtualiserLogFiles: vm,
  AcknowledgeVm: vm,
  CreateVm: create,
  CreateVmAsync: create,
  DestroyVm: bearer,
  DestroyVmAsync: bearer,
  RebootVm: vm,
  StartVm: bearer,
  StartVmAsync: bearer,
  StopVm: bearer,
  CommitImportedVm: vm,
  CopyVm: (parts) => ({ ...vm(parts), Hypervisor: parts.otherHypervisor, SubnetId: "staging" }),
  ExportLocalVm: (parts) => ({ ...vm(parts), VerificationCookie: parts.cookie }),
  ImportLocalVm: (parts) => ({
    Address: { IpAddress: "192.0.2.1", MacAddress: "52:54:00:00:02:01" },
    VerificationCookie: parts.cookie,
  }),
  MigrateVm: (parts) => ({ ...vm(parts), Hypervisor: parts.otherHypervisor }),
  PrepareVmForMigration: (parts) => ({ ...bearer(parts), Enable: true }),
  BecomePrimaryVmOwner: vm,
  ChangeVmConsoleType: (parts) => ({ ...vm(parts), ConsoleType: "vnc" }),
  ChangeVmCpuPriority: (parts) => ({ ...vm(parts), CpuPriority: 1 }),
  ChangeVmDestroyProtection: (parts) => ({ ...vm(parts), DestroyProtection: true }),
  ChangeVmHostname: (parts) => ({ ...vm(parts), Hostname: "renamed" }),
  ChangeVmMachineType: (parts) => ({ ...vm(parts), MachineType: "q35" }),
  ChangeVmNumNetworkQueues: (parts) => ({ ...vm(parts), NumQueuesPerInterface: [1] }),
  ChangeVmOwnerGroups: (parts) => ({ ...vm(parts), OwnerGroups: [] }),
  ChangeVmOwnerUsers: (parts) => ({ ...vm(parts), OwnerUsers: [] }),
  ChangeVmSize: (parts) => ({ ...vm(parts), MemoryInMiB: 128 }),
  ChangeVmSubnet: (parts) => ({ ...vm(parts), SubnetId: "production" }),
  ChangeVmTags: (parts) => ({ ...vm(parts), Tags: {} }),
  AddVmVolumes: (parts) => ({ ...vm(parts), VolumeSizes: [1_048_576] }),
  ChangeVmVolumeInterfaces: (parts) => ({ ...vm(parts), Interfaces: ["virtio"] }),
  ChangeVmVolumeSize: (parts) => ({ ...vm(parts), VolumeIndex: 0, VolumeSize: 2_097_152 }),
  ChangeVmVolumeStorageIndex: (parts) => ({ ...vm(parts), VolumeIndex: 0, StorageIndex: 0 }),
  DeleteVmVolume: (parts) => ({ ...bearer(parts), VolumeIndex: 1 }),
  ReorderVmVolumes: (parts) => ({ ...bearer(parts), VolumeIndices: [0, 1] }),
  DebugVmImage: image,
  DiscardVmOldImage: vm,
  PatchVmImage: image,
  ReplaceVmImage: image,
  RestoreVmImage: vm,
  ScanVmRoot: vm,
  DiscardVmSnapshot: (parts) => ({ ...vm(parts), Name: "none" }),
  RestoreVmFromSnapshot: (parts) => ({ ...vm(parts), Name: "kept" }),
  SnapshotVm: (parts) => ({ ...vm(parts), Name: "taken", RootOnly: true }),
  DiscardVmOldUserData: vm,
  ReplaceVmUserData: (parts) => ({ ...vm(parts), Size: 4 }),
  RestoreVmUserData: vm,
  DiscardVmAccessToken: bearer,
  ReplaceVmCredentials: (parts) => ({
    ...vm(parts),
    IdentityCertificate: parts.identity.certificate,
    IdentityKey: parts.identity.key,
  }),
  ReplaceVmIdentity: (parts) => ({ ...vm(parts), IdentityRequestorCertificate: "" }),
  ConnectToVmConsole: vm,
  ConnectToVmManager: vm,
  ConnectToVmSerialPort: (parts) => ({ ...vm(parts), PortNumber: 0 }),
  GetUpdates: () => ({}),
  ProbeVmPort: (parts) => ({ ...vm(parts), PortNumber: 1, Timeout: 1 }),
  TraceVmMetadata: vm,
  WatchDhcp: () => ({ MaxPackets: 1 }),
  ChangeAddressPool: () => ({ AddressesToAdd: [] }),
  ListSubnets: () => ({}),
  NetbootMachine: () => ({}),
  RegisterExternalLeases: () => ({ Addresses: [] }),
  UpdateSubnets: () => ({ Add: [] }),
  GetCapacity: () => ({}),
  GetIdentityProvider: () => ({}),
  GetPublicKey: () => ({}),
  GetRootCookiePath: () => ({}),
  HoldLock: () => ({ Timeout: 1 }),
  HoldVmLock: (parts) => ({ ...vm(parts), Timeout: 1 }),
  ListVolumeDirectories: () => ({}),
  PowerOff: () => ({ StopVMs: false }),
  SetDisabledState: () => ({ Disable: false }),
  ChangeOwners: () => ({ OwnerUsers: ["carol"], OwnerGroups: [] }),
};
