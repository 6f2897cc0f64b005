import { type MethodRow, methods } from "@stackdeck/api-types";
import type { RequestHandler } from "express";
import { invalidInput } from "./api-error.ts";
import { callMethod } from "./call-method.ts";
import { callerOf } from "./caller.ts";
import { isRawUpload } from "./mutation.ts";
import { requirePermission } from "./permission.ts";
import { fromCode } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";
import { tagOf, withoutError } from "./sync-route.ts";
import { vmTarget } from "./target.ts";

/**
 * RFC 9110 `If-Match`: a change of a VM that is made only while the VM is what its caller has read. The hypervisor knows
 * no such condition: what others change between this look and the change itself goes unseen.
 */
export function ifMatch(deps: RestDeps, row: MethodRow): RequestHandler {
  const isAboutVm = row.rest.params.some(({ name }) => name === "ip");
  return async (request, response, next) => {
    const wanted = request.get("If-Match");
    if (wanted === undefined) return next();
    // A body that is refused is not read: the connection ends with the answer.
    if (isRawUpload(request)) response.setHeader("Connection", "close");
    if (!isAboutVm)
      throw invalidInput([{ field: "If-Match", message: "only calls about one VM can be conditional" }]);
    const target = vmTarget(deps, String(request.params.ip ?? ""));
    const look = { IpAddress: target.ip ?? "" };
    await requirePermission(deps, "GetVmInfo", { caller: callerOf(response), target, request: look });
    const reply = await callMethod(target.connections, methods.GetVmInfo, look);
    const tags = wanted.split(",").map((tag) => tag.trim());
    if (!tags.includes("*") && !tags.includes(tagOf(JSON.stringify(withoutError(reply)))))
      throw fromCode("PRECONDITION_FAILED", {
        detail: "The VM has changed since it was read: read it again, and decide anew.",
      });
    next();
  };
}
