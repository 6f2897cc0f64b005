import { type MethodRow, methods } from "@stackdeck/api-types";
import {
  HypervisorError,
  isThere,
  type Migrated,
  migrateAndCheck,
  OutcomeUnknownError,
} from "@stackdeck/hypervisor-client";
import type { Request, Response } from "express";
import type { OperationHandle } from "../operations/operation-start.ts";
import { invalidInput } from "./api-error.ts";
import { callMethod } from "./call-method.ts";
import { callerOf } from "./caller.ts";
import { readInput } from "./input.ts";
import type { PreparedOperation } from "./operation-route.ts";
import { requirePermission, requireSourceOwnership } from "./permission.ts";
import { fromCode } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";
import { namedHypervisor, type Target, targetOf } from "./target.ts";

type Prepare = (request: Request, response: Response) => Promise<PreparedOperation>;

/** MigrateVm: the operation asks the commit question; the source is looked at afterwards. */
export function prepareMigrate(deps: RestDeps, row: MethodRow): Prepare {
  return async (request, response) => {
    const caller = callerOf(response);
    const ownFields = ["Hypervisor", "StopAfterwards"];
    const { request: input, own } = readInput(row, request, { ownFields });
    const source = targetOf(deps, { ...row, rest: { ...row.rest, hypervisorFrom: "vm" } }, request);
    if (typeof (own.StopAfterwards ?? false) !== "boolean")
      throw invalidInput([{ field: "StopAfterwards", message: "must be true or false" }]);
    const destination = namedHypervisor(deps, own.Hypervisor);
    if (destination.hypervisor === source.hypervisor) {
      throw invalidInput([{ field: "Hypervisor", message: "is where the VM is already" }]);
    }
    await requireSourceOwnership(deps, { caller, target: source });
    await requirePermission(deps, "MigrateVm", {
      caller,
      target: { ...destination, vm: source.vm },
      request: input,
      sourceHypervisor: source.hypervisor,
    });
    const sourceAddress = deps.hypervisors.address(source.hypervisor) ?? source.hypervisor;
    const run = async (handle: OperationHandle) => {
      const stop = own.StopAfterwards === true && (await isStopped(source));
      const migrated = await migrateAndCheck(
        { source: source.connections, destination: destination.connections, sourceAddress },
        { ...(input as { DhcpTimeout: number; SkipMemoryCheck: boolean }), IpAddress: source.ip ?? "" },
        {
          signal: handle.signal,
          onProgress: (text) => handle.progress(text),
          onCommit: () => handle.askCommit(),
        },
      ).catch((error: unknown) => whereIsIt(error, { ip: source.ip ?? "", source, destination }));
      return afterMigration(migrated, handle, {
        ip: source.ip ?? "",
        destination,
        stop,
      });
    };
    return {
      target: source.ip ?? "",
      targetName: source.name,
      hypervisor: destination.hypervisor,
      undoneByCancel: true,
      run,
    };
  };
}

/** By the hypervisor's own word: what was heard of the VM may be a moment old. */
async function isStopped(source: Target): Promise<boolean> {
  const request = { IpAddress: source.ip };
  const { VmInfo } = await callMethod(source.connections, methods.GetVmInfo, request);
  return (VmInfo as { State?: string } | undefined)?.State === "stopped";
}

/** A stopped VM comes out running: it is stopped again if that was wanted. Never is the same address left twice in silence. */
async function afterMigration(
  migrated: Migrated,
  handle: OperationHandle,
  after: { ip: string; destination: { connections: Parameters<typeof callMethod>[0] }; stop: boolean },
): Promise<Record<string, unknown>> {
  if (migrated.stillOnSource === undefined) {
    throw fromCode("OUTCOME_UNKNOWN", {
      detail:
        "The VM was moved, but its source could not be asked whether it let it go: the same address may run twice; look at both hypervisors.",
      outcomeUnknown: true,
    });
  }
  if (migrated.stillOnSource) {
    throw new HypervisorError(
      "MigrateVm",
      "the source still has the VM after the migration: the same address may run twice; look at both hypervisors",
    );
  }
  if (after.stop) {
    handle.progress("stopping VM again, as it was before");
    await callMethod(after.destination.connections, methods.StopVm, { IpAddress: after.ip, AccessToken: "" });
  }
  return { IpAddress: after.ip };
}

/** A migration whose end nobody saw: both hypervisors are asked, and the answer goes with the error. */
async function whereIsIt(
  error: unknown,
  o: { ip: string; source: Target; destination: Target },
): Promise<never> {
  if (!(error instanceof OutcomeUnknownError)) throw error;
  const [OnSource, OnDestination] = await Promise.all(
    [o.source, o.destination].map(({ connections }) => isThere(connections, o.ip)),
  );
  const words = (there: boolean | undefined) =>
    there === undefined ? "cannot be asked" : there ? "has the VM" : "does not have the VM";
  throw fromCode("OUTCOME_UNKNOWN", {
    detail: `${error.message}; now the source ${words(OnSource)}, and the destination ${words(OnDestination)}.`,
    outcomeUnknown: true,
    extra: { Current: { OnSource: OnSource ?? null, OnDestination: OnDestination ?? null } },
    cause: error,
  });
}
