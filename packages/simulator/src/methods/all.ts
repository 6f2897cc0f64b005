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
import { changeVmTags } from "./change-vm-tags.ts";
import { connectToVmSerialPort } from "./connect-to-vm-serial-port.ts";
import { createVm } from "./create-vm.ts";
import type { SimulatedMethod } from "./define.ts";
import { destroyVm } from "./destroy-vm.ts";
import { getUpdates } from "./get-updates.ts";
import { getVmInfo } from "./get-vm-info.ts";
import { getVmInfos } from "./get-vm-infos.ts";
import {
  getCapacity,
  getIdentityProvider,
  getPublicKey,
  getRootCookiePath,
  listVolumeDirectories,
} from "./hypervisor-facts.ts";
import { listSubnets } from "./list-subnets.ts";
import { listVms } from "./list-vms.ts";
import { rebootVm } from "./reboot-vm.ts";
import { registerExternalLeases } from "./register-external-leases.ts";
import { startVm } from "./start-vm.ts";
import { stopVm } from "./stop-vm.ts";

/** Every method of a simulated hypervisor. */
export const allMethods: readonly SimulatedMethod[] = [
  acknowledgeVm,
  becomePrimaryVmOwner,
  changeVmConsoleType,
  changeVmCpuPriority,
  changeVmDestroyProtection,
  changeVmHostname,
  changeVmMachineType,
  changeVmNumNetworkQueues,
  changeVmOwnerGroups,
  changeVmOwnerUsers,
  changeVmSize,
  changeVmTags,
  connectToVmSerialPort,
  createVm,
  destroyVm,
  getCapacity,
  getIdentityProvider,
  getPublicKey,
  getRootCookiePath,
  getUpdates,
  getVmInfo,
  getVmInfos,
  listSubnets,
  listVms,
  listVolumeDirectories,
  rebootVm,
  registerExternalLeases,
  startVm,
  stopVm,
];
