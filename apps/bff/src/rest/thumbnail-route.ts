import type { ErrorCode } from "@stackdeck/api-types";
import type { RequestHandler, Response } from "express";
import { ThumbnailError, type ThumbnailFailure } from "../thumbnails/thumbnail-error.ts";
import { callerOf, requestIdOf } from "./caller.ts";
import { requirePermission } from "./permission.ts";
import { fromCode } from "./problem.ts";
import { RecentLooks } from "./recent-looks.ts";
import type { RestDeps } from "./rest-deps.ts";
import { knows } from "./sync-route.ts";
import { type Target, vmTarget } from "./target.ts";

const codes: Readonly<Record<ThumbnailFailure, ErrorCode>> = {
  busy: "OVERLOADED",
  timeout: "HYPERVISOR_TIMEOUT",
  protocol: "HYPERVISOR_PROTOCOL",
};

/** A small picture of a VM's screen, for those who may open its graphical console. */
export function thumbnailRoute(deps: RestDeps): RequestHandler {
  const looks = new RecentLooks(Date.now);
  return async (request, response) => {
    if (!deps.thumbnails.on)
      throw fromCode("NOT_FOUND", { detail: "This server takes no pictures of screens." });
    const target = vmTarget(deps, String(request.params.ip ?? ""));
    await requirePermission(deps, "ConnectToVmConsole", { caller: callerOf(response), target, request: {} });
    const screen = screenOf(target);
    await recordLook(deps, looks, { response, target, requestId: requestIdOf(request) });
    const thumbnail = await deps.thumbnails.get(screen).catch((error: unknown) => {
      if (error instanceof ThumbnailError) throw fromCode(codes[error.failure], { detail: error.message });
      throw error;
    });
    response.setHeader("Last-Modified", new Date(thumbnail.takenOn).toUTCString());
    if (!knows(request, response, `"${thumbnail.tag}"`)) response.type("image/png").send(thumbnail.png);
  };
}

/** The screen of a VM since it was started last. @throws ApiError when it has none now */
function screenOf({ ip = "", vm }: Target) {
  if (vm?.State !== "running") throw fromCode("VM_STATE", { detail: `The VM is ${vm?.State}.` });
  if (vm.ConsoleType !== "vnc")
    throw fromCode("CONSOLE_UNAVAILABLE", { detail: "The VM has no VNC screen." });
  return { ipAddress: ip, run: `${vm.CreatedOn} ${vm.ChangedStateOn}` };
}

/** Whoever sees the screen leaves a line in the audit log, though not one for each picture of a page that is open. */
async function recordLook(
  deps: RestDeps,
  looks: RecentLooks,
  look: { readonly response: Response; readonly target: Target; readonly requestId: string },
): Promise<void> {
  const { userName, remoteAddress } = callerOf(look.response);
  const ip = look.target.ip ?? "";
  if (looks.isRecent(userName, ip)) return;
  await deps.audit
    .append({
      User: userName,
      RemoteAddress: remoteAddress,
      Method: "ConnectToVmConsole",
      Target: ip,
      Hypervisor: look.target.hypervisor,
      RequestId: look.requestId,
      Outcome: "started",
      Detail: "small picture of the screen",
    })
    .catch((error: unknown) => {
      throw fromCode("AUDIT_UNAVAILABLE", { cause: error });
    });
  looks.note(userName, ip);
}
