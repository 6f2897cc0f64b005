/** Every message and type by package, for coders, tools and tests. Whoever needs a few imports those directly. */

import * as enums from "./enums.ts";
import * as filesystem from "./filesystem.ts";
import * as fleetAllocations from "./fleet-allocations.ts";
import * as fleetMachines from "./fleet-machines.ts";
import * as fleetVms from "./fleet-vms.ts";
import * as hypervisor from "./hypervisor.ts";
import * as monitoring from "./monitoring.ts";
import * as named from "./named.ts";
import * as networks from "./networks.ts";
import * as proxy from "./proxy.ts";
import * as rsync from "./rsync.ts";
import * as vm from "./vm.ts";
import * as vmConfiguration from "./vm-configuration.ts";
import * as vmConsoles from "./vm-consoles.ts";
import * as vmCreation from "./vm-creation.ts";
import * as vmCredentials from "./vm-credentials.ts";
import * as vmImages from "./vm-images.ts";
import * as vmInformation from "./vm-information.ts";
import * as vmLifecycle from "./vm-lifecycle.ts";
import * as vmMovement from "./vm-movement.ts";
import * as vmSnapshots from "./vm-snapshots.ts";
import * as vmUserData from "./vm-user-data.ts";
import * as vmVolumes from "./vm-volumes.ts";

const { AllocationDeletionReason, ...hypervisorEnums } = enums;
const { Bytes, GroupId, Hash, MatchTags, Tags, UserId, Username, DfmProfile } = named;
const { Filter, ...filesystemTypes } = filesystem;

/** Schemas of the package `hypervisor`, by Go name. */
export const hypervisorMessages = {
  ...hypervisorEnums,
  DfmProfile,
  GroupId,
  UserId,
  ...hypervisor,
  ...monitoring,
  ...networks,
  ...vm,
  ...vmConfiguration,
  ...vmConsoles,
  ...vmCreation,
  ...vmCredentials,
  ...vmImages,
  ...vmInformation,
  ...vmLifecycle,
  ...vmMovement,
  ...vmSnapshots,
  ...vmUserData,
  ...vmVolumes,
};

/** Schemas of the package `fleetmanager`. Names that exist in both packages begin with `Fleet` here. */
export const fleetManagerMessages = {
  AllocationDeletionReason,
  ...fleetMachines,
  ...fleetVms,
  ...fleetAllocations,
};

/** Schemas of all packages, by Go package name. */
export const messagesByPackage = {
  hypervisor: hypervisorMessages,
  fleetmanager: fleetManagerMessages,
  filesystem: filesystemTypes,
  filter: { Filter },
  hash: { Hash },
  proxy,
  rsync,
  tags: { MatchTags, Tags },
  types: { Bytes, GroupId, UserId, Username },
};
