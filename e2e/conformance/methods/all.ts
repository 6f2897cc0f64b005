/** Every suite; one file per API. */
import type { Suite } from "../suite.ts";
import { acknowledgeVm } from "./acknowledge-vm.ts";
import { addVmVolumes } from "./add-vm-volumes.ts";
import { becomePrimaryVmOwner } from "./become-primary-vm-owner.ts";
import { changeAddressPool } from "./change-address-pool.ts";
import { changeOwners } from "./change-owners.ts";
import { changeVmConsoleType } from "./change-vm-console-type.ts";
import { changeVmCpuPriority } from "./change-vm-cpu-priority.ts";
import { changeVmDestroyProtection } from "./change-vm-destroy-protection.ts";
import { changeVmHostname } from "./change-vm-hostname.ts";
import { changeVmMachineType } from "./change-vm-machine-type.ts";
import { changeVmNumNetworkQueues } from "./change-vm-num-network-queues.ts";
import { changeVmOwnerGroups } from "./change-vm-owner-groups.ts";
import { changeVmOwnerUsers } from "./change-vm-owner-users.ts";
import { changeVmSize } from "./change-vm-size.ts";
import { changeVmSubnet } from "./change-vm-subnet.ts";
import { changeVmTags } from "./change-vm-tags.ts";
import { changeVmVolumeInterfaces } from "./change-vm-volume-interfaces.ts";
import { changeVmVolumeSize } from "./change-vm-volume-size.ts";
import { changeVmVolumeStorageIndex } from "./change-vm-volume-storage-index.ts";
import { commitImportedVm } from "./commit-imported-vm.ts";
import { connectToVmConsole } from "./connect-to-vm-console.ts";
import { connectToVmManager } from "./connect-to-vm-manager.ts";
import { connectToVmSerialPort } from "./connect-to-vm-serial-port.ts";
import { copyVm } from "./copy-vm.ts";
import { createVm } from "./create-vm.ts";
import { createVmAsync } from "./create-vm-async.ts";
import { debugVmImage } from "./debug-vm-image.ts";
import { deleteVmVolume } from "./delete-vm-volume.ts";
import { destroyVm } from "./destroy-vm.ts";
import { destroyVmAsync } from "./destroy-vm-async.ts";
import { discardVmAccessToken } from "./discard-vm-access-token.ts";
import { discardVmOldImage } from "./discard-vm-old-image.ts";
import { discardVmOldUserData } from "./discard-vm-old-user-data.ts";
import { discardVmSnapshot } from "./discard-vm-snapshot.ts";
import { exportLocalVm } from "./export-local-vm.ts";
import { getCapacity } from "./get-capacity.ts";
import { getIdentityProvider } from "./get-identity-provider.ts";
import { getPublicKey } from "./get-public-key.ts";
import { getRootCookiePath } from "./get-root-cookie-path.ts";
import { getUpdates } from "./get-updates.ts";
import { getVmAccessToken } from "./get-vm-access-token.ts";
import { getVmCreateRequest } from "./get-vm-create-request.ts";
import { getVmInfo } from "./get-vm-info.ts";
import { getVmInfos } from "./get-vm-infos.ts";
import { getVmLastPatchLog } from "./get-vm-last-patch-log.ts";
import { getVmUserData } from "./get-vm-user-data.ts";
import { getVmVirtualiserLogFile } from "./get-vm-virtualiser-log-file.ts";
import { getVmVolume } from "./get-vm-volume.ts";
import { getVmVolumeStorageConfiguration } from "./get-vm-volume-storage-configuration.ts";
import { holdLock } from "./hold-lock.ts";
import { holdVmLock } from "./hold-vm-lock.ts";
import { importLocalVm } from "./import-local-vm.ts";
import { listSubnets } from "./list-subnets.ts";
import { listVmVirtualiserLogFiles } from "./list-vm-virtualiser-log-files.ts";
import { listVms } from "./list-vms.ts";
import { listVolumeDirectories } from "./list-volume-directories.ts";
import { migrateVm } from "./migrate-vm.ts";
import { netbootMachine } from "./netboot-machine.ts";
import { patchVmImage } from "./patch-vm-image.ts";
import { powerOff } from "./power-off.ts";
import { prepareVmForMigration } from "./prepare-vm-for-migration.ts";
import { probeVmPort } from "./probe-vm-port.ts";
import { rebootVm } from "./reboot-vm.ts";
import { registerExternalLeases } from "./register-external-leases.ts";
import { reorderVmVolumes } from "./reorder-vm-volumes.ts";
import { replaceVmCredentials } from "./replace-vm-credentials.ts";
import { replaceVmIdentity } from "./replace-vm-identity.ts";
import { replaceVmImage } from "./replace-vm-image.ts";
import { replaceVmUserData } from "./replace-vm-user-data.ts";
import { restoreVmFromSnapshot } from "./restore-vm-from-snapshot.ts";
import { restoreVmImage } from "./restore-vm-image.ts";
import { restoreVmUserData } from "./restore-vm-user-data.ts";
import { scanVmRoot } from "./scan-vm-root.ts";
import { setDisabledState } from "./set-disabled-state.ts";
import { snapshotVm } from "./snapshot-vm.ts";
import { startVm } from "./start-vm.ts";
import { startVmAsync } from "./start-vm-async.ts";
import { stopVm } from "./stop-vm.ts";
import { traceVmMetadata } from "./trace-vm-metadata.ts";
import { updateSubnets } from "./update-subnets.ts";
import { watchDhcp } from "./watch-dhcp.ts";

export const allSuites: readonly Suite[] = [
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
  createVmAsync,
  createVm,
  debugVmImage,
  deleteVmVolume,
  destroyVmAsync,
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
  getVmVolumeStorageConfiguration,
  getVmVolume,
  holdLock,
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
  startVmAsync,
  startVm,
  stopVm,
  traceVmMetadata,
  updateSubnets,
  watchDhcp,
];
