import type { MethodSpecs } from "./method-row.ts";
import { anyState, copySource, migrationSource, onlyStopped, states } from "./states.ts";

export const vmMovementMethods = {
  CommitImportedVm: {
    label: "Commit import",
    summary: "Make an imported VM permanent: its address becomes part of the address pool.",
    request: "CommitImportedVmRequest",
    response: "CommitImportedVmResponse",
    authorization: "vm-owner",
    states: anyState,
    refusedWhileMutationsBlocked: true,
    confirm: {
      level: "confirm",
      text: "The addresses of the VM become part of the address pool of this hypervisor. There is no way back other than destroying the VM.",
    },
    announced: true,
    rest: { verb: "POST", path: "/vms/{ip}/commit" },
    cli: "vm-control import-local-vm / import-virsh-vm",
  },
  CopyVm: {
    label: "Copy",
    summary:
      "Make a copy of the VM, under a new address, on a hypervisor of your choice. The copy is left stopped.",
    framing: "progress",
    request: "CopyVmRequest",
    response: "CopyVmResponse",
    authorization: "any-authenticated-with-source-token",
    states: copySource,
    refusedWhileMutationsBlocked: true,
    confirm: {
      level: "confirm",
      text: "A running VM is stopped while the last changes are copied, and started again afterwards. Snapshots of the root volume, the old image and credentials are not copied.",
    },
    longRunning: true,
    announced: true,
    rest: {
      verb: "POST",
      path: "/vms/{ip}/copy",
      hypervisorFrom: "body",
      filledByServer: ["AccessToken", "SourceHypervisor"],
    },
    secrets: ["AccessToken"],
    cli: "vm-control copy-vm",
  },
  ExportLocalVm: {
    label: "Export",
    summary:
      "Hand the VM over to another manager on the same machine. Works only for a client on that machine.",
    request: "ExportLocalVmRequest",
    response: "ExportLocalVmResponse",
    authorization: "local-root-and-vm-owner",
    states: {
      ...onlyStopped,
      note: "the text never reaches the client: every error of this call closes the connection",
    },
    refusedWhileMutationsBlocked: true,
    confirm: {
      level: "confirm",
      text: "The VM leaves the care of this hypervisor until it is started here again. Start it to take it back; destroy it to finish.",
    },
    announced: true,
    rest: { verb: "POST", path: "/vms/{ip}/export" },
    secrets: ["VerificationCookie"],
    cli: "vm-control export-local-vm, export-virsh-vm",
  },
  ImportLocalVm: {
    label: "Import",
    summary:
      "Take over volume files that lie on the machine as a VM, and start it. Works only for a client on that machine.",
    request: "ImportLocalVmRequest",
    response: "ImportLocalVmResponse",
    authorization: "local-root",
    confirm: {
      level: "confirm",
      text: "The VM is started at once from the files given. Its address joins the address pool when the import is committed.",
    },
    longRunning: true,
    announced: true,
    rest: { verb: "POST", path: "/hypervisors/{id}/import" },
    secrets: ["VerificationCookie"],
    cli: "vm-control import-local-vm, import-virsh-vm",
  },
  MigrateVm: {
    label: "Migrate",
    summary:
      "Move the VM to another hypervisor, keeping its address. You are asked to commit once it runs there.",
    framing: "progress-with-commit",
    request: "MigrateVmRequest",
    response: "MigrateVmResponse",
    clientReply: "MigrateVmResponseResponse",
    authorization: "any-authenticated-with-source-token",
    states: migrationSource,
    refusedWhileMutationsBlocked: true,
    confirm: {
      level: "confirm",
      text: "The VM is down from the moment it is stopped here until it has started there. Snapshots, the old image and credentials stay behind and are lost. A stopped VM ends up running.",
    },
    longRunning: true,
    announced: true,
    rest: {
      verb: "POST",
      path: "/vms/{ip}/migrate",
      hypervisorFrom: "body",
      filledByServer: ["AccessToken", "SourceHypervisor"],
    },
    secrets: ["AccessToken"],
    cli: "vm-control migrate-vm",
  },
  PrepareVmForMigration: {
    label: "Prepare for migration",
    summary:
      "Block a stopped VM for a migration, or lift that. A part of migrations, and a tool for repairing one that failed.",
    access: "private",
    request: "PrepareVmForMigrationRequest",
    response: "PrepareVmForMigrationResponse",
    authorization: "method-powers-and-vm-owner-or-token",
    states: {
      ...states(["stopped", "migrating"], {}),
      note: "Enable=true: only stopped, else 'VM is not stopped'. Enable=false: only migrating, else 'VM is not migrating'",
    },
    refusedWhileMutationsBlocked: true,
    confirm: {
      level: "confirm",
      text: "While it is prepared the VM cannot be started and its address is not part of the address pool. The hypervisor reports success even when it did nothing: the state is read again afterwards.",
    },
    announced: true,
    rest: { verb: "POST", path: "/vms/{ip}/prepare-for-migration" },
    secrets: ["AccessToken"],
    cli: "vm-control set-vm-migrating / unset-vm-migrating",
  },
} as const satisfies MethodSpecs;
