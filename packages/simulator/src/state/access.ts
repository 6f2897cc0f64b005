import { refuse } from "../base/refusal.ts";
import type { Caller } from "./caller.ts";
import { isOwner } from "./caller.ts";
import type { Hypervisor } from "./hypervisor.ts";
import type { Vm } from "./vm.ts";

export interface OpenOptions {
  /** Base64 access token of the request, where the call honours one. */
  readonly token?: string | undefined;
  /** Reads go on while another call has blocked mutations. */
  readonly mode?: "read" | "write" | undefined;
}

/**
 * The checks that open nearly every VM call, in the server's order: the VM exists, its lock is free, the caller may,
 * no other operation has blocked it.
 */
export async function openVm(
  hypervisor: Hypervisor,
  caller: Caller,
  ip: string,
  options: OpenOptions = {},
): Promise<Vm> {
  const mode = options.mode ?? "write";
  await hypervisor.lock.pass("read");
  const vm = hypervisor.vm(ip);
  await vm.lock.pass(mode);
  if (!mayControl(vm, caller, options.token)) refuse("no access to resource");
  if (mode === "write" && vm.mutationsBlocked) refuse("mutations blocked");
  return vm;
}

/** Opens a VM for which nobody needs to own it. */
export async function readVm(hypervisor: Hypervisor, ip: string): Promise<Vm> {
  await hypervisor.lock.pass("read");
  const vm = hypervisor.vm(ip);
  await vm.lock.pass("read");
  return vm;
}

/** Method powers, ownership, or the VM's access token. */
export function mayControl(vm: Vm, caller: Caller, token?: string): boolean {
  return caller.hasMethodPowers || isOwner(vm.info, caller) || vm.token.matches(token);
}

/** Runs a long operation with the VM's mutations blocked for everybody else. */
export async function whileBlocked<T>(vm: Vm, work: () => Promise<T>): Promise<T> {
  vm.mutationsBlocked = true;
  try {
    return await work();
  } finally {
    vm.mutationsBlocked = false;
  }
}

/** Refuses unless the VM is stopped. */
export function requireStopped(vm: Vm): void {
  if (vm.state !== "stopped") refuse("VM is not stopped");
}
