import type { MethodRow, VmInfo } from "@stackdeck/api-types";
import type { ConnectionSource } from "@stackdeck/hypervisor-client";
import type { Request } from "express";
import { invalidInput } from "./api-error.ts";
import { fromCode } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";

/** What a request is about: a hypervisor, and the VM when the path names one. */
export interface Target {
  readonly hypervisor: string;
  readonly connections: ConnectionSource;
  readonly ip: string | undefined;
  /** As last seen; undefined for a path without a VM. */
  readonly vm: VmInfo | undefined;
  /** Name for people: of the VM, or of the hypervisor. */
  readonly name: string;
}

/**
 * Finds what a request is about.
 * @throws ApiError when there is no such VM or hypervisor
 */
export function targetOf(deps: RestDeps, row: MethodRow, request: Request): Target {
  if (row.rest.hypervisorFrom === "path") return hypervisorTarget(deps, String(request.params.id ?? ""));
  if (row.rest.params.some((param) => param.name === "ip"))
    return vmTarget(deps, String(request.params.ip ?? ""));
  throw new Error(`${row.name}: the route names neither a VM nor a hypervisor`);
}

/** A hypervisor by its id. */
export function hypervisorTarget(deps: RestDeps, id: string): Target {
  const connections = deps.hypervisors.connections(id);
  const hypervisor = deps.inventory.hypervisor(id);
  if (connections === undefined || hypervisor === undefined) {
    throw fromCode("NOT_FOUND", { detail: `No hypervisor has the id ${id}.` });
  }
  return { hypervisor: id, connections, ip: undefined, vm: undefined, name: hypervisor.Hostname || id };
}

/** A VM by its address, on the hypervisor where the inventory has it. */
export function vmTarget(deps: RestDeps, ip: string): Target {
  const vm = deps.inventory.vmInfo(ip);
  const id = deps.inventory.vm(ip)?.Hypervisor;
  if (vm === undefined || id === undefined)
    throw fromCode("VM_NOT_FOUND", { detail: `No VM has the address ${ip}.` });
  const connections = deps.hypervisors.connections(id);
  if (connections === undefined) throw fromCode("NOT_FOUND", { detail: `No hypervisor has the id ${id}.` });
  return { hypervisor: id, connections, ip, vm, name: vm.Hostname || vm.Tags?.Name || ip };
}

/** The hypervisor that a body names in `Hypervisor`. */
export function namedHypervisor(deps: RestDeps, value: unknown): Target {
  if (typeof value !== "string" || value === "") {
    throw invalidInput([{ field: "Hypervisor", message: "must be the id of a hypervisor" }]);
  }
  return hypervisorTarget(deps, value);
}
