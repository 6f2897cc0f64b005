import { discardVmAccessToken, getVmAccessToken } from "./access-tokens.ts";
import { acknowledgeVm } from "./acknowledge-vm.ts";
import { becomePrimaryVmOwner, changeVmOwnerGroups, changeVmOwnerUsers } from "./change-owners-of-vm.ts";
import {
  changeVmConsoleType,
  changeVmCpuPriority,
  changeVmDestroyProtection,
  changeVmHostname,
  changeVmMachineType,
  changeVmNumNetworkQueues,
} from "./change-vm-settings.ts";
import { changeVmSize } from "./change-vm-size.ts";
import { changeVmSubnet } from "./change-vm-subnet.ts";
import { changeVmTags } from "./change-vm-tags.ts";
import { changeVmVolumeSize } from "./change-vm-volume-size.ts";
import { connectToVmConsole } from "./connect-to-vm-console.ts";
import { connectToVmManager } from "./connect-to-vm-manager.ts";
import { connectToVmSerialPort } from "./connect-to-vm-serial-port.ts";
import { copyVm } from "./copy-vm.ts";
import { createVm } from "./create-vm.ts";
import { replaceVmCredentials, replaceVmIdentity } from "./credentials.ts";
import { debugVmImage } from "./debug-vm-image.ts";
import type { SimulatedMethod } from "./define.ts";
import { destroyVm } from "./destroy-vm.ts";
import {
  getVmLastPatchLog,
  getVmUserData,
  getVmVirtualiserLogFile,
  listVmVirtualiserLogFiles,
} from "./downloads.ts";
import { getUpdates } from "./get-updates.ts";
import { getVmCreateRequest } from "./get-vm-create-request.ts";
import { getVmInfo } from "./get-vm-info.ts";
import { getVmInfos } from "./get-vm-infos.ts";
import { getVmVolume } from "./get-vm-volume.ts";
import { getVmVolumeStorageConfiguration } from "./get-vm-volume-storage-configuration.ts";
import { probeVmPort, traceVmMetadata, watchDhcp } from "./guest-looks.ts";
import {
  changeOwners,
  holdManagerLock,
  holdVmLock,
  powerOff,
  setDisabledState,
} from "./hypervisor-control.ts";
import {
  getCapacity,
  getIdentityProvider,
  getPublicKey,
  getRootCookiePath,
  listVolumeDirectories,
} from "./hypervisor-facts.ts";
import { discardVmOldImage, restoreVmImage, scanVmRoot } from "./image-restore.ts";
import { listSubnets } from "./list-subnets.ts";
import { listVms } from "./list-vms.ts";
import { commitImportedVm, exportLocalVm, importLocalVm } from "./local-vms.ts";
import { migrateVm } from "./migrate-vm.ts";
import { changeAddressPool, netbootMachine, updateSubnets } from "./networks.ts";
import { patchVmImage } from "./patch-vm-image.ts";
import { prepareVmForMigration } from "./prepare-vm-for-migration.ts";
import { rebootVm } from "./reboot-vm.ts";
import { registerExternalLeases } from "./register-external-leases.ts";
import { reorderVmVolumes } from "./reorder-vm-volumes.ts";
import { replaceVmImage } from "./replace-vm-image.ts";
import { discardVmSnapshot, restoreVmFromSnapshot, snapshotVm } from "./snapshots.ts";
import { startVm } from "./start-vm.ts";
import { stopVm } from "./stop-vm.ts";
import { discardVmOldUserData, replaceVmUserData, restoreVmUserData } from "./user-data.ts";
import {
  addVmVolumes,
  changeVmVolumeInterfaces,
  changeVmVolumeStorageIndex,
  deleteVmVolume,
} from "./volumes.ts";

/** Every method of a simulated hypervisor. */
export const allMethods: readonly SimulatedMethod[] = [
  acknowledgeVm,
  addVmVolumes,
  becomePrimaryVmOwner,
  changeAddressPool,
  changeOwners,
  changeVmConsoleType,
  changeVmCpuPriority,
  changeVmDestroyProtection,
  changeVmHostname,
  changeVmMachineType,
  changeVmNumNetworkQueues,
  changeVmOwnerGroups,
  changeVmOwnerUsers,
  changeVmSize,
  changeVmSubnet,
  changeVmTags,
  changeVmVolumeInterfaces,
  changeVmVolumeSize,
  changeVmVolumeStorageIndex,
  commitImportedVm,
  connectToVmConsole,
  connectToVmManager,
  connectToVmSerialPort,
  copyVm,
  createVm,
  debugVmImage,
  deleteVmVolume,
  destroyVm,
  discardVmAccessToken,
  discardVmOldImage,
  discardVmOldUserData,
  discardVmSnapshot,
  exportLocalVm,
  getCapacity,
  getIdentityProvider,
  getPublicKey,
  getRootCookiePath,
  getUpdates,
  getVmAccessToken,
  getVmCreateRequest,
  getVmInfo,
  getVmInfos,
  getVmLastPatchLog,
  getVmUserData,
  getVmVirtualiserLogFile,
  getVmVolume,
  getVmVolumeStorageConfiguration,
  holdManagerLock,
  holdVmLock,
  importLocalVm,
  listSubnets,
  listVmVirtualiserLogFiles,
  listVms,
  listVolumeDirectories,
  migrateVm,
  netbootMachine,
  patchVmImage,
  powerOff,
  prepareVmForMigration,
  probeVmPort,
  rebootVm,
  registerExternalLeases,
  reorderVmVolumes,
  replaceVmCredentials,
  replaceVmIdentity,
  replaceVmImage,
  replaceVmUserData,
  restoreVmFromSnapshot,
  restoreVmImage,
  restoreVmUserData,
  scanVmRoot,
  setDisabledState,
  snapshotVm,
  startVm,
  stopVm,
  traceVmMetadata,
  updateSubnets,
  watchDhcp,
];
