import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { GetVmVolumeRequest, MethodRow } from "@stackdeck/api-types";
import { downloads, openDownload, readBootLog } from "@stackdeck/hypervisor-client";
import type { RequestHandler, Response } from "express";
import { calledMethod } from "./call-method.ts";
import { callerOf } from "./caller.ts";
import { readInput } from "./input.ts";
import { auditWriter } from "./mutation.ts";
import { requirePermission } from "./permission.ts";
import { fromCode } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";
import { targetOf, vmTarget } from "./target.ts";
import type { HeldSpool } from "./volume-spools.ts";

/** A name for a file, from parts that anybody may have chosen: letters, digits, dots and dashes only. */
export function safeFilename(...parts: string[]): string {
  const text = parts
    .map((part) => part.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+|[.-]+$/g, ""))
    .filter(Boolean);
  return text.join("-").slice(0, 120) || "download";
}

function sendAs(response: Response, filename: string, type: string): void {
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
    const page = pages && (await readBootLog(pages, target.ip ?? ""));
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

/**
 * GetVmVolume: the whole volume as a raw image, with ranges. It is spooled to disk at the hypervisor's speed, since the
 * hypervisor refuses every change to the VM while it sends, and a slow caller must not prolong that.
 */
export function volumeRoute(deps: RestDeps, row: MethodRow): RequestHandler {
  return async (request, response) => {
    const target = targetOf(deps, row, request);
    const { request: input } = readInput(row, request, {
      filled: { GetExtraFiles: false, IgnoreExtraFiles: true },
    });
    const wish = input as unknown as GetVmVolumeRequest;
    await requirePermission(deps, calledMethod(row), { caller: callerOf(response), target, request: input });
    const volume = target.vm?.Volumes?.[wish.VolumeIndex];
    if (volume?.Size === undefined)
      throw fromCode("NOT_FOUND", { detail: `The VM has no volume ${wish.VolumeIndex}.` });
    const range = rangeOf(request.get("Range"), volume.Size, response);
    const volumeOf = { index: wish.VolumeIndex, size: volume.Size, format: volume.Format, name: target.name };
    if (request.method === "HEAD") {
      describeVolume(response, volumeOf, range);
      response.end();
      return;
    }
    const record = { method: row.name, target: target.ip ?? "", hypervisor: target.hypervisor };
    const write = auditWriter(deps, { request, response, record });
    await write("started", `volume ${wish.VolumeIndex}`);
    try {
      const { size, index } = volumeOf;
      const key = { size, index, ip: target.ip ?? "", createdOn: target.vm?.CreatedOn ?? "" };
      const { userName } = callerOf(response);
      const held = await deps.spools.hold(
        { ...key, userName, hypervisor: target.hypervisor },
        { tag: range.partial ? (request.get("If-Range") ?? "any") : undefined, from: range.start },
        { source: target.connections, request: wish },
      );
      await sendVolume(response, held, { volumeOf, range, ifRange: request.get("If-Range") });
      await write("succeeded", `volume ${wish.VolumeIndex}`);
    } catch (error) {
      await write("failed", error instanceof Error ? error.message : "").catch(() => {});
      throw error;
    }
  };
}

/**
 * Sends what was asked for of a copy. A range whose `If-Range` names bytes that are not these is answered with the
 * whole, as RFC 9110 says. What was cut off or taken in parts is kept for the next request.
 */
async function sendVolume(
  response: Response,
  held: HeldSpool,
  o: { volumeOf: DescribedVolume; range: Range; ifRange: string | undefined },
): Promise<void> {
  const isStale = o.range.partial && o.ifRange !== undefined && !held.isAsked;
  const range = isStale ? { start: 0, end: o.volumeOf.size, partial: false } : o.range;
  const gone = new AbortController();
  response.on("close", () => gone.abort(new Error("cancelled")));
  let isTaken = false;
  try {
    describeVolume(response, o.volumeOf, range);
    response.setHeader("ETag", held.spool.tag);
    await pipeline(Readable.from(held.spool.read(range.start, range.end, gone.signal)), response);
    isTaken = !range.partial;
  } finally {
    await held.release(!isTaken);
  }
}

interface DescribedVolume {
  readonly index: number;
  readonly size: number;
  readonly format: string | undefined;
  readonly name: string;
}

interface Range {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly partial: boolean;
}

function describeVolume(response: Response, volume: DescribedVolume, range: Range): void {
  const extension = volume.format === "qcow2" ? "qcow2" : "img";
  const filename = safeFilename(volume.name, `volume-${volume.index}.${extension}`);
  sendAs(response, filename, "application/octet-stream");
  response.setHeader("Accept-Ranges", "bytes");
  response.setHeader("Content-Length", String(range.end - range.start));
  if (!range.partial) return;
  response.status(206).setHeader("Content-Range", `bytes ${range.start}-${range.end - 1}/${volume.size}`);
}

/** One range of bytes; several or none that make sense mean the whole. */
function rangeOf(header: string | undefined, size: number, response: Response): Range {
  const whole = { start: 0, end: size, partial: false };
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null || (match[1] === "" && match[2] === "")) return whole;
  const [, from = "", to = ""] = match;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size : Math.min(size, Number(to) + 1);
  if (start >= end) {
    response.setHeader("Content-Range", `bytes */${size}`);
    throw fromCode("RANGE_NOT_SATISFIABLE", { detail: `The volume has ${size} bytes.` });
  }
  return { start, end, partial: true };
}
