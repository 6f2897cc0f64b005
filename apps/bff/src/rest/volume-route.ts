import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { GetVmVolumeRequest, MethodRow } from "@stackdeck/api-types";
import type { Request, RequestHandler, Response } from "express";
import { calledMethod } from "./call-method.ts";
import { callerOf } from "./caller.ts";
import { type DownloadWatch, watchedDownload } from "./download-operation.ts";
import { safeFilename, sendAs } from "./download-routes.ts";
import { readInput } from "./input.ts";
import { auditWriter } from "./mutation.ts";
import { requirePermission } from "./permission.ts";
import { fromCode } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";
import { type Target, targetOf } from "./target.ts";
import type { HeldSpool } from "./volume-spools.ts";

/**
 * GetVmVolume: the whole volume as a raw image, with ranges. It is spooled to disk at the hypervisor's speed, since the
 * hypervisor refuses every change to the VM while it sends, and a slow caller must not prolong that. Whoever asks for it
 * to its end, at first or to go on, has an operation that says how far it is.
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
    const sending: Sending = { request, response, target, wish, volumeOf, range };
    try {
      if (range.end < volumeOf.size) await sendVolume(deps, sending);
      else {
        const targetName = `${target.name}, volume ${volumeOf.index}`;
        const about = { ...record, request, response, targetName };
        await watchedDownload(deps, about, (watch) => sendVolume(deps, sending, watch));
      }
      await write("succeeded", `volume ${wish.VolumeIndex}`);
    } catch (error) {
      await write("failed", error instanceof Error ? error.message : "").catch(() => {});
      throw error;
    }
  };
}

/** One request for bytes of a volume, checked. */
interface Sending {
  readonly request: Request;
  readonly response: Response;
  readonly target: Target;
  readonly wish: GetVmVolumeRequest;
  readonly volumeOf: DescribedVolume;
  readonly range: Range;
}

/** Takes hold of a copy of the volume and sends what was asked for of it. */
async function sendVolume(deps: RestDeps, sending: Sending, watch?: DownloadWatch): Promise<void> {
  const { request, response, target, volumeOf, range } = sending;
  const { size, index } = volumeOf;
  const key = { size, index, ip: target.ip ?? "", createdOn: target.vm?.CreatedOn ?? "" };
  const { userName } = callerOf(response);
  watch?.bytes(range.start, size);
  if (range.start > 0)
    watch?.say(`goes on after byte ${range.start}; what was sent before is compared with the hypervisor's`);
  const held = await deps.spools.hold(
    { ...key, userName, hypervisor: target.hypervisor },
    { tag: range.partial ? (request.get("If-Range") ?? "any") : undefined, from: range.start },
    { source: target.connections, request: sending.wish },
  );
  await sendHeld(sending, held, watch);
}

/**
 * Sends what was asked for of a copy. A range whose `If-Range` names bytes that are not these is answered with the
 * whole, as RFC 9110 says. What was cut off or taken in parts is kept for the next request.
 */
async function sendHeld(sending: Sending, held: HeldSpool, watch?: DownloadWatch): Promise<void> {
  const { response, volumeOf } = sending;
  const ifRange = sending.request.get("If-Range");
  const isStale = sending.range.partial && ifRange !== undefined && !held.isAsked;
  const range = isStale ? { start: 0, end: volumeOf.size, partial: false } : sending.range;
  if (isStale) watch?.say("the volume has changed meanwhile: all of it is sent again");
  const receiver = receiverOf(response, watch);
  let isTaken = false;
  let done = range.start;
  const unfollow = watch?.follow(() => ({ done, total: volumeOf.size, isFetched: held.spool.isWhole }));
  const counted = async function* () {
    try {
      for await (const bytes of held.spool.read(range.start, range.end, receiver.signal)) {
        yield bytes;
        done += bytes.length;
      }
    } catch (error) {
      receiver.failed();
      throw error;
    }
  };
  try {
    receiver.signal.throwIfAborted();
    describeVolume(response, volumeOf, range);
    response.setHeader("ETag", held.spool.tag);
    // The signal for the pipe, too: one that waits for its receiver reads nothing.
    await pipeline(Readable.from(counted()), response, { signal: receiver.signal });
    isTaken = !range.partial;
  } catch (error) {
    const ending = receiver.ending();
    if (ending !== "left" && ending !== "cancelled") throw error;
    if (ending === "left") watch?.receiverLeft();
    throw fromCode("CANCELLED", { detail: keptText, cause: error });
  } finally {
    unfollow?.();
    await held.release(!isTaken);
  }
}

const keptText =
  "The download was ended before all of it was sent. It is kept for ten minutes: resumed until then, it goes on there.";

/** What ends a sending before its time: the receiver has left, or somebody cancels the operation. */
function receiverOf(response: Response, watch: DownloadWatch | undefined) {
  const gone = new AbortController();
  let ending: "left" | "cancelled" | "failed" | undefined;
  const end = (how: typeof ending) => {
    ending ??= how;
    gone.abort(new Error("cancelled"));
  };
  response.on("close", () => {
    if (!response.writableFinished) end("left");
  });
  if (watch?.signal.aborted) end("cancelled");
  watch?.signal.addEventListener("abort", () => end("cancelled"), { once: true });
  return {
    signal: gone.signal,
    ending: () => ending,
    /** What is to be sent can not be had: whatever closes the connection then is not the receiver's doing. */
    failed: () => {
      ending ??= "failed";
    },
  };
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
