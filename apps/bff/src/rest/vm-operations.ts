import type { CopyVmRequest, CreateVmRequest, MethodRow } from "@stackdeck/api-types";
import {
  copyAndAcknowledge,
  createAndAcknowledge,
  debugVmImage,
  HypervisorError,
  patchVmImage,
  replaceVmImage,
  type Upload,
  uploadThenProgress,
} from "@stackdeck/hypervisor-client";
import type { Request, Response } from "express";
import type { OperationHandle } from "../operations/operation-start.ts";
import { invalidInput } from "./api-error.ts";
import { calledMethod } from "./call-method.ts";
import { callerOf } from "./caller.ts";
import { createErrors, userDataOf } from "./create-input.ts";
import { withFreeBytes } from "./free-bytes.ts";
import { requireAllowedImageUrl } from "./image-url.ts";
import { readInput } from "./input.ts";
import type { PreparedOperation } from "./operation-route.ts";
import type { PendingUploads } from "./pending-uploads.ts";
import { requirePermission, requireSourceOwnership } from "./permission.ts";
import { pickHypervisor } from "./placement.ts";
import { fromCode } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";
import { hypervisorTarget, namedHypervisor, targetOf } from "./target.ts";

type Prepare = (request: Request, response: Response) => Promise<PreparedOperation>;

/** CreateVm: the body is the hypervisor's own request, plus where to (`Hypervisor`) and `UserData` (base64). */
export function prepareCreate(deps: RestDeps, row: MethodRow, uploads: PendingUploads): Prepare {
  return async (request, response) => {
    const caller = callerOf(response);
    const { request: input, own } = readInput(row, request, { ownFields: ["Hypervisor", "UserData"] });
    const wish = withFreeBytes(input as CreateVmRequest);
    const userData = userDataOf(own.UserData);
    const errors = [...createErrors(wish, own), ...userData.errors];
    if (errors.length > 0) throw invalidInput(errors);
    await requireAllowedImageUrl(deps.imageUrls, wish.ImageURL);
    const target =
      own.Hypervisor === undefined
        ? hypervisorTarget(deps, pickHypervisor(deps, wish))
        : namedHypervisor(deps, own.Hypervisor);
    await requirePermission(deps, calledMethod(row), { caller, target, request: input });
    const run = async (handle: OperationHandle) => {
      const volumeBytes = wish.SecondaryVolumesData
        ? (wish.SecondaryVolumes ?? []).reduce((sum, volume) => sum + (volume.Size ?? 0), 0)
        : 0;
      const waiting = waitFor(uploads, handle, caller.userName, {
        image: wish.ImageDataSize ?? 0,
        volumeBytes,
      });
      try {
        const created = await createAndAcknowledge(
          target.connections,
          wish,
          { ...(await waiting.ready), userData: userData.bytes },
          { signal: handle.signal, onBytes: waiting.count, onProgress: progressTo(handle) },
        );
        handle.target(created.ip);
        if (created.incomplete) throw created.incomplete;
        if (created.dhcpTimedOut) handle.progress("it runs, but did not ask for its address in time");
        return { IpAddress: created.ip, DhcpTimedOut: created.dhcpTimedOut };
      } finally {
        waiting.done();
      }
    };
    return {
      target: "",
      targetName: wish.Hostname ?? "",
      hypervisor: target.hypervisor,
      undoneByCancel: true,
      run,
    };
  };
}

function progressTo(handle: OperationHandle): (text: string, ip: string) => void {
  return (text, ip) => {
    handle.target(ip);
    handle.progress(text);
  };
}

/** Waits for what was announced and counts what passes. */
function waitFor(
  uploads: PendingUploads,
  handle: OperationHandle,
  userName: string,
  sizes: { image: number; volumeBytes: number },
): {
  ready: Promise<{ image: Upload | undefined; secondaryVolumes: Upload | undefined }>;
  count: (bytes: number) => void;
  done: () => void;
} {
  const ends: (() => void)[] = [];
  const total = sizes.image + sizes.volumeBytes;
  let sent = 0;
  const expect = (slot: "image" | "secondary-volumes", length: number) => {
    if (length === 0) return Promise.resolve(undefined);
    const waiting = uploads.expect({ operation: handle.id, slot, userName }, length, handle.signal);
    ends.push(waiting.done);
    return waiting.upload;
  };
  if (total > 0) {
    handle.bytes(0, total);
    handle.progress("waiting for the upload");
  }
  const ready = Promise.all([
    expect("image", sizes.image),
    expect("secondary-volumes", sizes.volumeBytes),
  ]).then(([image, secondaryVolumes]) => ({ image, secondaryVolumes }));
  return {
    ready,
    count: (bytes) => {
      sent += bytes;
      if (total > 0) handle.bytes(sent, total);
    },
    done: () => {
      for (const end of ends) end();
    },
  };
}

/** ReplaceVmImage, DebugVmImage and PatchVmImage. */
export function prepareImage(deps: RestDeps, row: MethodRow, uploads: PendingUploads): Prepare {
  const shapes = { ReplaceVmImage: replaceVmImage, DebugVmImage: debugVmImage, PatchVmImage: patchVmImage };
  const shape = shapes[row.name as keyof typeof shapes];
  return async (request, response) => {
    const caller = callerOf(response);
    const target = targetOf(deps, row, request);
    const { request: given } = readInput(row, request);
    const input = row.name === "PatchVmImage" ? given : withFreeBytes(given);
    const wish = input as { ImageURL?: string; ImageDataSize?: number };
    await requireAllowedImageUrl(deps.imageUrls, wish.ImageURL);
    await requirePermission(deps, calledMethod(row), { caller, target, request: input });
    const run = async (handle: OperationHandle) => {
      const sizes = { image: wish.ImageDataSize ?? 0, volumeBytes: 0 };
      const waiting = waitFor(uploads, handle, caller.userName, sizes);
      try {
        const { image } = await waiting.ready;
        const final = await uploadThenProgress(target.connections, shape, input, image ? [image] : [], {
          signal: handle.signal,
          finalAfterError: true,
          onBytes: waiting.count,
          onProgress: (reply) => {
            if (reply.ProgressMessage) handle.progress(reply.ProgressMessage);
          },
        }).catch(explainRestart);
        return { DhcpTimedOut: (final as { DhcpTimedOut?: boolean }).DhcpTimedOut ?? false };
      } finally {
        waiting.done();
      }
    };
    return { target: target.ip ?? "", targetName: target.name, hypervisor: target.hypervisor, run };
  };
}

/** What failed was only the start that follows: the image itself is in place, and saying otherwise would be untrue. */
function explainRestart(error: unknown): never {
  const isDone =
    error instanceof HypervisorError && (error.reply as { Final?: boolean } | undefined)?.Final === true;
  if (!isDone) throw error;
  throw fromCode("START_FAILED", {
    detail: `The image is in place, but the VM did not start: ${error.text.trim()}`,
    hypervisorError: error.text,
    cause: error,
  });
}

/** CopyVm: the destination is the body's `Hypervisor`, the source where the VM is. What is not given is taken over. */
export function prepareCopy(deps: RestDeps, row: MethodRow): Prepare {
  return async (request, response) => {
    const caller = callerOf(response);
    const { request: input, own } = readInput(row, request, { ownFields: ["Hypervisor"] });
    const source = { ...targetOf(deps, { ...row, rest: { ...row.rest, hypervisorFrom: "vm" } }, request) };
    const destination = namedHypervisor(deps, own.Hypervisor);
    await requireSourceOwnership(deps, { caller, target: source });
    const sourceAddress = deps.hypervisors.address(source.hypervisor) ?? source.hypervisor;
    const given = Object.fromEntries(Object.entries(input).filter(([name]) => isGiven(request.body, name)));
    const inherited = inheritedForCopy((source.vm ?? {}) as Record<string, unknown>);
    const wish = { ...input, ...inherited, ...given, IpAddress: source.ip ?? "" } as unknown as CopyVmRequest;
    await requirePermission(deps, "CopyVm", {
      caller,
      target: { ...destination, vm: source.vm },
      request: { ...wish },
      sourceHypervisor: source.hypervisor,
    });
    const run = async (handle: OperationHandle) => {
      const IpAddress = await copyAndAcknowledge(
        { source: source.connections, destination: destination.connections, sourceAddress },
        wish,
        { signal: handle.signal, onProgress: (text) => handle.progress(text) },
      );
      return { IpAddress };
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

function isGiven(body: unknown, name: string): boolean {
  return typeof body === "object" && body !== null && Object.hasOwn(body, name);
}

/** What a copy keeps of the original unless told otherwise: all that describes it, nothing that identifies it. */
function inheritedForCopy(vm: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const own = new Set([
    "Address",
    "ChangedStateOn",
    "CreatedOn",
    "State",
    "IdentityExpires",
    "IdentityName",
    "SecondaryAddresses",
    "NetworkEntries",
    "Uncommitted",
    "Volumes",
  ]);
  return Object.fromEntries(Object.entries(vm).filter(([name]) => !own.has(name)));
}
