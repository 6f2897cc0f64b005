import type { MethodRow, TraceVmMetadataRequest, Update, WatchDhcpRequest } from "@stackdeck/api-types";
import {
  followUpdates,
  type StreamedUpdate,
  traceMetadata,
  watchDhcpPackets,
} from "@stackdeck/hypervisor-client";
import type { RequestHandler } from "express";
import { calledMethod } from "./call-method.ts";
import { callerOf } from "./caller.ts";
import { decodeDhcp } from "./dhcp-packet.ts";
import { ItemQueue, type StreamItem, sendStream } from "./event-stream.ts";
import { readInput } from "./input.ts";
import { requirePermission } from "./permission.ts";
import { requireKnown } from "./resources/list-query.ts";
import type { RestDeps } from "./rest-deps.ts";
import { type Target, targetOf } from "./target.ts";

type Items = (
  target: Target,
  input: Record<string, unknown>,
  signal: AbortSignal,
) => AsyncIterable<StreamItem>;

/** Updates that wait for a slow caller; the hypervisor itself allows 16. */
const maxQueuedUpdates = 64;

const plain = (update: StreamedUpdate): Update => ({
  ...update,
  VMs: update.VMs && Object.fromEntries(update.VMs),
});

/** A hypervisor's own update stream, message by message. No leases are ever registered through it. */
const updates: Items = (target, _input, signal) => {
  const queue = new ItemQueue(maxQueuedUpdates);
  let count = 0;
  followUpdates(target.connections, {
    signal,
    onUpdate: (update) => queue.push({ id: String(++count), event: "update", data: plain(update) }),
  }).then(
    () => queue.end(),
    (error) => queue.fail(error),
  );
  return queue;
};

async function* metadata(
  target: Target,
  input: Record<string, unknown>,
  signal: AbortSignal,
): AsyncGenerator<StreamItem> {
  const request = input as unknown as TraceVmMetadataRequest;
  for await (const path of traceMetadata(target.connections, request, { signal })) {
    yield { event: "metadata", data: { On: new Date().toISOString(), Path: path } };
  }
}

async function* dhcp(
  target: Target,
  input: Record<string, unknown>,
  signal: AbortSignal,
): AsyncGenerator<StreamItem> {
  const request = input as unknown as WatchDhcpRequest;
  for await (const packet of watchDhcpPackets(target.connections, request, { signal })) {
    const bytes = Buffer.from(packet.Packet ?? "", "base64");
    const data = { On: new Date().toISOString(), ...packet, Decoded: decodeDhcp(bytes) ?? null };
    yield { event: "packet", data };
  }
}

const streams: Readonly<Record<string, Items>> = {
  GetUpdates: updates,
  TraceVmMetadata: metadata,
  WatchDhcp: dhcp,
};

/** GetUpdates, TraceVmMetadata and WatchDhcp as Server-Sent Events or newline-delimited JSON. */
export function streamRoute(deps: RestDeps, row: MethodRow): RequestHandler {
  const items = streams[row.name];
  if (items === undefined) throw new Error(`${row.name} has no stream`);
  return async (request, response) => {
    const target = targetOf(deps, row, request);
    // Leases would need no privilege on this way: they have a method of their own, which does.
    if (row.name === "GetUpdates") requireKnown(request, []);
    const { request: input } = readInput(row, request);
    await requirePermission(deps, calledMethod(row), { caller: callerOf(response), target, request: input });
    await sendStream(request, response, (signal) => items(target, input, signal));
  };
}
