import { type MethodRow, methods } from "@stackdeck/api-types";
import type { RequestHandler } from "express";
import type { OperationHandle } from "../operations/operation-start.ts";
import { callMethod } from "./call-method.ts";
import { callerOf } from "./caller.ts";
import { readInput } from "./input.ts";
import { operationRoute } from "./operation-route.ts";
import { requirePermission } from "./permission.ts";
import type { RestDeps } from "./rest-deps.ts";
import { type Target, targetOf } from "./target.ts";

/**
 * PowerOff as an operation. A hypervisor told to stop its VMs itself dies in the attempt and starts them again, so they
 * are stopped one by one first, and only then it is powered off.
 */
export function powerOffRoute(deps: RestDeps, row: MethodRow): RequestHandler {
  return operationRoute(deps, row, async (request, response) => {
    const caller = callerOf(response);
    const target = targetOf(deps, row, request);
    const { request: input } = readInput(row, request);
    await requirePermission(deps, "PowerOff", { caller, target, request: input });
    const run = async (handle: OperationHandle) => {
      if (input.StopVMs === true) await stopAll(deps, target, handle);
      handle.signal.throwIfAborted();
      handle.progress("powering off");
      await callMethod(target.connections, row, { StopVMs: false });
      return null;
    };
    return { target: target.hypervisor, targetName: target.name, hypervisor: target.hypervisor, run };
  });
}

async function stopAll(deps: RestDeps, target: Target, handle: OperationHandle): Promise<void> {
  const addresses = deps.inventory.vmsOf(target.hypervisor);
  const toStop = addresses.filter((ip) => deps.inventory.vm(ip)?.State !== "stopped");
  let done = 0;
  for (const ip of toStop) {
    handle.signal.throwIfAborted();
    const name = deps.inventory.vm(ip)?.Hostname || ip;
    handle.progress(`stopping ${name} (${++done} of ${toStop.length})`);
    await callMethod(target.connections, methods.StopVm, { IpAddress: ip, AccessToken: "" });
  }
}
