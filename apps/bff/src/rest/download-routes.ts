import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { MethodRow } from "@stackdeck/api-types";
import { downloads, openDownload, readBootLog } from "@stackdeck/hypervisor-client";
import type { RequestHandler, Response } from "express";
import { calledMethod } from "./call-method.ts";
import { callerOf } from "./caller.ts";
import { readInput } from "./input.ts";
import { requirePermission } from "./permission.ts";
import { fromCode } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";
import { targetOf, vmTarget } from "./target.ts";

/** A name for a file, from parts that anybody may have chosen: letters, digits, dots and dashes only. */
export function safeFilename(...parts: string[]): string {
  const text = parts
    .map((part) => part.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+|[.-]+$/g, ""))
    .filter(Boolean);
  return text.join("-").slice(0, 120) || "download";
}

/** Heads of an answer that is a file to be kept. */
export function sendAs(response: Response, filename: string, type: string): void {
  response.setHeader("Content-Type", type);
  response.setHeader("Content-Disposition", `attachment; filename="${filename}"`);
  response.setHeader("Cache-Control", "no-store");
  // What guests and users wrote must never be run or guessed at by a browser.
  response.setHeader("X-Content-Type-Options", "nosniff");
}

const kinds: Readonly<Record<string, { suffix: string; type: string }>> = {
  GetVmUserData: { suffix: "user-data", type: "application/octet-stream" },
  GetVmLastPatchLog: { suffix: "patch-log.txt", type: "text/plain; charset=utf-8" },
  GetVmVirtualiserLogFile: { suffix: "", type: "text/plain; charset=utf-8" },
};

/** GetVmUserData, GetVmLastPatchLog and GetVmVirtualiserLogFile: 200 with the bytes, 204 when there are none. */
export function downloadRoute(deps: RestDeps, row: MethodRow): RequestHandler {
  const shape = downloads[row.name as keyof typeof downloads];
  const kind = kinds[row.name] ?? { suffix: "", type: "application/octet-stream" };
  return async (request, response) => {
    const target = targetOf(deps, row, request);
    const { request: input } = readInput(row, request);
    await requirePermission(deps, calledMethod(row), { caller: callerOf(response), target, request: input });
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const download = await openDownload(target.connections, shape, input, { signal: gone.signal });
    if (download.length === 0) {
      for await (const _none of download.bytes) break;
      response.status(204).end();
      return;
    }
    sendAs(response, safeFilename(target.name, kind.suffix || String(input.Filename ?? "log")), kind.type);
    response.setHeader("Content-Length", String(download.length));
    await pipeline(Readable.from(download.bytes), response);
  };
}

/** Its pages need nothing but that the hypervisor answers. */
function pageNotRead(cause: unknown): never {
  const why = cause instanceof Error ? cause.message : "";
  throw fromCode("HYPERVISOR_UNREACHABLE", { detail: `The hypervisor can not be reached: ${why}`, cause });
}

/** The serial output of a VM while nobody was attached, as the hypervisor keeps it. */
export function bootLogRoute(deps: RestDeps): RequestHandler {
  return async (request, response) => {
    const target = vmTarget(deps, String(request.params.ip ?? ""));
    // Serial output shows what the console shows, so it is for those who may open the console.
    await requirePermission(deps, "ConnectToVmSerialPort", {
      caller: callerOf(response),
      target,
      request: {},
    });
    const pages = deps.hypervisors.pages(target.hypervisor);
    const page = pages && (await readBootLog(pages, target.ip ?? "").catch(pageNotRead));
    // A VM that has not been started on its hypervisor has none: nothing is wrong with that.
    if (page === undefined) {
      response.status(204).end();
      return;
    }
    sendAs(response, safeFilename(target.name, "boot-log.txt"), "text/plain; charset=utf-8");
    if (page.truncated) response.setHeader("X-Truncated", "true");
    response.send(page.body);
  };
}
