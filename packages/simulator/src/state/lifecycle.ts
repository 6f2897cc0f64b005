import { sleep } from "../base/clock.ts";
import { refuse } from "../base/refusal.ts";
import { sizeText } from "../base/texts.ts";
import { machineRefusal } from "../guest/machine.ts";
import type { ExitReason, VirtualiserOptions } from "../guest/virtualiser.ts";
import { Virtualiser } from "../guest/virtualiser.ts";
import type { Hypervisor } from "./hypervisor.ts";
import type { Vm } from "./vm.ts";

/** Grace for an orderly shutdown before the virtualiser is killed. */
const STOP_GRACE_MS = 15_000;
/** Time to acknowledge a created or copied VM. */
const ACKNOWLEDGE_MS = 15_000;
const NS_PER_MS = 1_000_000;

/** Extension of the debug root's file. */
export const DEBUG_ROOT = "root.debug";

export interface StartOptions {
  /** Nanoseconds; negative: no lease, 0: do not wait, positive: wait for the guest to ask for its address. */
  readonly dhcpTimeout: number;
  /** The machine first looks for a system to load from the network. */
  readonly netboot?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Brings up a VM whose state is `starting`. True when the guest did not ask for its address in time. */
export async function startManaging(hypervisor: Hypervisor, vm: Vm, options: StartOptions): Promise<boolean> {
  const { faults, clock, pace } = hypervisor;
  try {
    checkVolumes(vm);
  } catch (error) {
    hypervisor.setState(vm, "failed to start");
    throw error;
  }
  if (faults.leaseFailure !== undefined) refuse(faults.leaseFailure);
  if (options.dhcpTimeout >= 0) lease(hypervisor, vm);
  const acknowledged = acknowledgement(hypervisor, vm, options);
  await sleep(clock, pace.start + faults.startDelay);
  if (vm.isGone) return false;
  const startError = faults.startError ?? machineRefusal(vm.info, hypervisor.options.architecture);
  if (startError !== undefined) {
    hypervisor.setState(vm, "failed to start");
    refuse(startError);
  }
  launch(hypervisor, vm, { netboot: options.netboot });
  hypervisor.setState(vm, vm.files.has(DEBUG_ROOT) ? "debugging" : "running");
  return !(await acknowledged);
}

/** Leases a VM its addresses. Only the primary one must be possible. */
function lease(hypervisor: Hypervisor, vm: Vm): void {
  hypervisor.dhcp.addLease(vm.info.Address);
  for (const address of vm.info.SecondaryAddresses ?? []) {
    if (hypervisor.subnets.idFor(address.IpAddress) !== undefined) hypervisor.dhcp.addLease(address);
  }
}

/** Starts the virtualiser process of a VM, or takes over the one that is still there. */
export function launch(
  hypervisor: Hypervisor,
  vm: Vm,
  how: Pick<VirtualiserOptions, "bootedAt" | "netboot"> = {},
): Virtualiser {
  const existing = hypervisor.virtualisers.get(vm.ip);
  const virtualiser =
    existing ??
    new Virtualiser({
      info: vm.info,
      clock: hypervisor.clock,
      pace: hypervisor.pace,
      ...how,
    });
  hypervisor.virtualisers.set(vm.ip, virtualiser);
  virtualiser.connect({
    info: () => vm.info,
    exited: (reason) => exited(hypervisor, vm, virtualiser, reason),
    booting: () =>
      hypervisor.faults.dhcpSilent || vm.isGone
        ? "none"
        : hypervisor.dhcp.guestAsks(vm.info.Address, vm.info.Hostname ?? ""),
    requestedMetadata: (path) => {
      for (const trace of vm.traces) trace.line(path);
    },
    metadata: (path) => (path === "/latest/user-data" ? vm.blobs.get("user-data.raw") : undefined),
  });
  return virtualiser;
}

/** Tells the guest to shut down and waits until it has; kills it after the grace time. */
export async function shutDown(hypervisor: Hypervisor, vm: Vm): Promise<void> {
  const virtualiser = hypervisor.virtualisers.get(vm.ip);
  hypervisor.setState(vm, "stopping");
  const kill = hypervisor.clock.after(STOP_GRACE_MS, () => {
    if (vm.state === "stopping") virtualiser?.kill();
  });
  if (virtualiser === undefined) hypervisor.setState(vm, "stopped");
  else if (!hypervisor.faults.ignoresPowerButton) virtualiser.pressPowerButton();
  await vm.leave("stopping");
  kill.cancel();
}

/** Stops a running VM for an operation that needs it stopped. */
export async function stopForOperation(hypervisor: Hypervisor, vm: Vm): Promise<void> {
  await shutDown(hypervisor, vm);
  if (vm.state !== "stopped") refuse("VM is not stopped after stop attempt");
}

/** The rule of DestroyVm for each state. */
export async function destroy(hypervisor: Hypervisor, vm: Vm): Promise<void> {
  switch (vm.state) {
    case "starting":
      return refuse("VM is starting");
    case "stopping":
      return refuse("VM is stopping");
    case "destroying":
      return refuse("VM is already destroying");
    case "running":
    case "debugging": {
      if (vm.info.DestroyProtection === true) refuse("cannot destroy running VM when protected");
      hypervisor.setState(vm, "destroying");
      const virtualiser = hypervisor.virtualisers.get(vm.ip);
      hypervisor.clock.after(1, () => {
        if (virtualiser === undefined) void remove(hypervisor, vm);
        else virtualiser.kill();
      });
      return;
    }
    default:
      await remove(hypervisor, vm);
  }
}

/** Takes everything of a VM away and tells everybody. */
export async function remove(hypervisor: Hypervisor, vm: Vm): Promise<void> {
  if (vm.isGone) return;
  vm.info.State = "destroying";
  vm.token.dispose();
  for (const trace of vm.traces) trace.end();
  vm.traces.clear();
  vm.destroyTimer?.cancel();
  vm.isGone = true;
  hypervisor.virtualisers.get(vm.ip)?.dispose();
  hypervisor.virtualisers.delete(vm.ip);
  hypervisor.vms.delete(vm.ip);
  hypervisor.store.removeVm(vm.ip);
  vm.notifyState();
  for (const address of [vm.info.Address, ...(vm.info.SecondaryAddresses ?? [])])
    hypervisor.dhcp.removeLease(address.IpAddress);
  if (vm.info.Uncommitted !== true) releaseAddresses(hypervisor, vm);
  if (!vm.isSecret) hypervisor.announceGone(vm.ip);
  await vm.files.removeAll();
}

/** Arms the timer that destroys a VM nobody acknowledges. */
export function awaitAcknowledgement(hypervisor: Hypervisor, vm: Vm): void {
  vm.destroyTimer = hypervisor.clock.after(ACKNOWLEDGE_MS, () => {
    if (!vm.isGone) destroy(hypervisor, vm).catch(() => {});
  });
}

/** What a starting server does with the VMs it finds. */
export function resume(hypervisor: Hypervisor): void {
  for (const vm of [...hypervisor.vms.values()]) {
    const alive = hypervisor.virtualisers.has(vm.ip);
    if (vm.state === "destroying") void remove(hypervisor, vm);
    else if (vm.state === "stopping") {
      if (alive) launch(hypervisor, vm).pressPowerButton();
      else hypervisor.setState(vm, "stopped");
    } else if ((vm.state === "running" || vm.state === "debugging") && alive) takeOver(hypervisor, vm);
    else if (["running", "debugging", "starting", "failed to start", "crashed"].includes(vm.state)) {
      hypervisor.setState(vm, "starting");
      startManaging(hypervisor, vm, { dhcpTimeout: 0 }).catch(() => {});
    }
  }
}

/** Goes on with a VM that outlived the server. One whose subnet has gone meanwhile just gets no lease. */
function takeOver(hypervisor: Hypervisor, vm: Vm): void {
  if (hypervisor.subnets.idFor(vm.info.Address.IpAddress) !== undefined) lease(hypervisor, vm);
  launch(hypervisor, vm);
}

function exited(hypervisor: Hypervisor, vm: Vm, virtualiser: Virtualiser, reason: ExitReason): void {
  if (hypervisor.virtualisers.get(vm.ip) !== virtualiser || vm.isGone) return;
  hypervisor.virtualisers.delete(vm.ip);
  vm.lastBootLog = virtualiser.guest.serial.bootLog;
  virtualiser.dispose();
  const destroys = vm.info.DestroyOnPowerdown === true && vm.info.DestroyProtection !== true;
  if (vm.state === "destroying") void remove(hypervisor, vm);
  else if (vm.state === "stopping") hypervisor.setState(vm, "stopped");
  else if (vm.state === "running" || vm.state === "debugging") {
    if (reason === "crash") hypervisor.setState(vm, "crashed");
    else if (destroys) void remove(hypervisor, vm);
    else hypervisor.setState(vm, reason === "powerdown" ? "stopped" : "crashed");
  }
}

/** Recorded sizes must equal those of the files; a QCOW2 volume takes over what is found. */
function checkVolumes(vm: Vm): void {
  for (const [index, volume] of (vm.info.Volumes ?? []).entries()) {
    const found = vm.files.size(vm.volumeFile(index));
    if (found === undefined) {
      refuse(
        `error stating volume[${index}]: stat ${vm.files.path(vm.volumeFile(index))}: no such file or directory`,
      );
    }
    if (volume.Format === "qcow2") volume.Size = found;
    else if (found !== (volume.Size ?? 0)) {
      refuse(`volume[${index}] size expected: ${sizeText(volume.Size ?? 0)}, found: ${sizeText(found)}`);
    }
  }
}

function acknowledgement(hypervisor: Hypervisor, vm: Vm, options: StartOptions): Promise<boolean> {
  if (options.dhcpTimeout <= 0) return Promise.resolve(true);
  return hypervisor.dhcp.acknowledged(vm.ip, options.dhcpTimeout / NS_PER_MS, options.signal);
}

function releaseAddresses(hypervisor: Hypervisor, vm: Vm): void {
  for (const address of [vm.info.Address, ...(vm.info.SecondaryAddresses ?? [])]) {
    try {
      hypervisor.pool.release(address);
    } catch {
      // A pool without a matching subnet refuses every change; the VM is gone all the same.
    }
  }
}
