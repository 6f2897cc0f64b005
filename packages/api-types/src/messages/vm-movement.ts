/** Copying, migrating, importing and exporting VMs. */

import type { Plain } from "../wire/schema.ts";
import { bool, bytes, duration, ip, list, text } from "../wire/schema.ts";
import { embed, errorField, errorReply, field, omitempty, struct } from "../wire/struct.ts";
import { ExportLocalVmInfo, VmInfo } from "./vm.ts";

export const CommitImportedVmRequest = struct("CommitImportedVmRequest", "Make an imported VM permanent.", {
  IpAddress: field(ip, "address of the VM"),
});
export type CommitImportedVmRequest = Plain<typeof CommitImportedVmRequest>;

export const CommitImportedVmResponse = errorReply("CommitImportedVmResponse");
export type CommitImportedVmResponse = Plain<typeof CommitImportedVmResponse>;

export const CopyVmRequest = struct(
  "CopyVmRequest",
  "Make a copy of a VM of another hypervisor on this one, under a new address.",
  {
    AccessToken: field(bytes, "access token of the source hypervisor"),
    IpAddress: field(ip, "address of the VM on the source hypervisor"),
    SkipMemoryCheck: field(bool, "do not test whether the memory can be allocated"),
    SourceHypervisor: field(text, "host:port of the hypervisor that has the VM"),
    VmInfo: embed(VmInfo, "wanted properties of the copy"),
  },
);
export type CopyVmRequest = Plain<typeof CopyVmRequest>;

export const CopyVmResponse = struct("CopyVmResponse", "Answer of CopyVm, sent several times.", {
  Error: errorField,
  Final: field(bool, "true on the last reply of a successful call"),
  IpAddress: field(ip, "address of the copy, on the last reply"),
  ProgressMessage: field(text, "text for the user; empty on the last reply"),
});
export type CopyVmResponse = Plain<typeof CopyVmResponse>;

export const ExportLocalVmRequest = struct(
  "ExportLocalVmRequest",
  "Hand a stopped VM over to another manager on the same machine; needs the root cookie and a loopback connection.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    VerificationCookie: omitempty(bytes, "content of the root cookie file"),
  },
);
export type ExportLocalVmRequest = Plain<typeof ExportLocalVmRequest>;

export const ExportLocalVmResponse = struct("ExportLocalVmResponse", "Answer of ExportLocalVm.", {
  Error: errorField,
  VmInfo: field(ExportLocalVmInfo, "the VM"),
});
export type ExportLocalVmResponse = Plain<typeof ExportLocalVmResponse>;

export const ImportLocalVmRequest = struct(
  "ImportLocalVmRequest",
  "Take over the disc images of a VM from the same machine; needs the root cookie and a loopback connection.",
  {
    SkipMemoryCheck: field(bool, "do not test whether the memory can be allocated"),
    VerificationCookie: omitempty(bytes, "content of the root cookie file"),
    VmInfo: embed(VmInfo, "properties of the VM"),
    VolumeFilenames: field(list(text), "files on the hypervisor, root first"),
  },
);
export type ImportLocalVmRequest = Plain<typeof ImportLocalVmRequest>;

export const ImportLocalVmResponse = errorReply("ImportLocalVmResponse");
export type ImportLocalVmResponse = Plain<typeof ImportLocalVmResponse>;

export const MigrateVmRequest = struct(
  "MigrateVmRequest",
  "Move a VM from another hypervisor to this one, keeping its address.",
  {
    AccessToken: field(bytes, "access token of the source hypervisor"),
    DhcpTimeout: field(
      duration,
      "how long to wait for the VM to take its DHCP lease (ns); 0 does not wait, negative sets no lease up",
    ),
    IpAddress: field(ip, "address of the VM"),
    SkipMemoryCheck: field(bool, "do not test whether the memory can be allocated"),
    SourceHypervisor: field(text, "host:port of the hypervisor that has the VM"),
  },
);
export type MigrateVmRequest = Plain<typeof MigrateVmRequest>;

export const MigrateVmResponse = struct("MigrateVmResponse", "Answer of MigrateVm, sent several times.", {
  Error: errorField,
  Final: field(bool, "true on the last reply of a successful call"),
  ProgressMessage: field(text, "text for the user; empty on the last reply"),
  RequestCommit: field(bool, "the VM runs here now: the client must answer with a MigrateVmResponseResponse"),
});
export type MigrateVmResponse = Plain<typeof MigrateVmResponse>;

export const MigrateVmResponseResponse = struct(
  "MigrateVmResponseResponse",
  "Answer of the client to a MigrateVmResponse with RequestCommit.",
  {
    Commit: field(bool, "true keeps the VM here and destroys the old one, false undoes"),
  },
);
export type MigrateVmResponseResponse = Plain<typeof MigrateVmResponseResponse>;

export const PrepareVmForMigrationRequest = struct(
  "PrepareVmForMigrationRequest",
  "Block or unblock a stopped VM for migration.",
  {
    AccessToken: field(bytes, "secret from GetVmAccessToken, instead of ownership; may be empty"),
    Enable: field(bool, "true blocks, false unblocks"),
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type PrepareVmForMigrationRequest = Plain<typeof PrepareVmForMigrationRequest>;

export const PrepareVmForMigrationResponse = errorReply("PrepareVmForMigrationResponse");
export type PrepareVmForMigrationResponse = Plain<typeof PrepareVmForMigrationResponse>;
