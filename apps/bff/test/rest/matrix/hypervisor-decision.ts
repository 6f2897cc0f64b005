import {
  classifyHypervisorError,
  type GetVmVolumeRequest,
  hypervisorMessages,
  type MethodRow,
  type Schema,
} from "@stackdeck/api-types";
import {
  type ConnectionSource,
  copyAndAcknowledge,
  debugVmImage,
  downloads,
  downloadVolume,
  HypervisorError,
  migrateAndCheck,
  OutcomeUnknownError,
  openByteChannel,
  openDownload,
  patchVmImage,
  replaceVmImage,
  requestReply,
  uploadThenProgress,
  uploadUserData,
} from "@stackdeck/hypervisor-client";
import { SrpcError } from "@stackdeck/srpc";

export type Decision = "allowed" | "denied";
type Request = Readonly<Record<string, unknown>>;

/** What is needed to ask a hypervisor directly. */
export interface DirectCall {
  readonly row: MethodRow;
  readonly request: Request;
  readonly hypervisor: ConnectionSource;
  readonly other: ConnectionSource;
  /** `host:port` of the first. */
  readonly address: string;
}

const denials: readonly string[] = ["ACCESS_DENIED", "SUBNET_ACCESS_DENIED", "LOCAL_ONLY"];

/** Makes a call with the caller's own certificate and tells how the hypervisor decides. Only "no" to who asks is a no. */
export async function hypervisorDecides(call: DirectCall): Promise<Decision> {
  try {
    await made(call);
    return "allowed";
  } catch (error) {
    return decisionOf(call.row, error);
  }
}

function decisionOf(row: MethodRow, error: unknown): Decision {
  const cause = error instanceof OutcomeUnknownError ? error.cause : error;
  if (cause instanceof HypervisorError)
    return denials.includes(classifyHypervisorError(cause.text).code) ? "denied" : "allowed";
  if (cause instanceof SrpcError) {
    if (cause.code === "ACCESS_DENIED" || cause.code === "MISSING_CERTIFICATE") return "denied";
    // Every error of this call closes the connection.
    if (row.name === "ExportLocalVm" && cause.code === "PEER_CLOSED") return "denied";
  }
  throw error;
}

async function made(call: DirectCall): Promise<void> {
  const { row, request, hypervisor } = call;
  const signal = AbortSignal.timeout(10_000);
  switch (row.framing) {
    case "request-reply":
      await requestReply(hypervisor, shapeOf(row), request, { signal });
      return;
    case "download":
      await firstOf((await openDownload(hypervisor, shapeOfDownload(row), request, { signal })).bytes);
      return;
    case "block-sync": {
      const wish = request as unknown as GetVmVolumeRequest;
      await firstOf(downloadVolume(hypervisor, wish, { size: 1_048_576, hashes: noHashes, signal }));
      return;
    }
    case "upload":
      await uploadUserData(hypervisor, String(request.IpAddress), fourBytes(), { signal });
      return;
    case "upload-then-progress":
    case "progress":
    case "progress-with-commit":
      await progressMade(call, signal);
      return;
    case "byte-channel":
    case "event-stream":
    case "line-stream":
      await streamOpened(call, signal);
      return;
  }
}

/** Streams and consoles say no at once, or with their first message. */
async function streamOpened({ row, request, hypervisor }: DirectCall, signal: AbortSignal): Promise<void> {
  if (row.name === "WatchDhcp") {
    // Its first message is a packet: nothing but the method's name is refused.
    const connection = await hypervisor.dedicated({ signal });
    return connection.open("Hypervisor.WatchDhcp").then(() => connection.close());
  }
  const stream = await openByteChannel(hypervisor, shapeOf(row), request, { signal });
  stream.abort();
}

function shapeOf(row: MethodRow) {
  const response = row.response ?? row.request;
  return {
    name: row.implementedBy ?? row.name,
    request: hypervisorMessages[row.request] as unknown as Schema,
    response: hypervisorMessages[
      row.response === null ? responseOfVariant(row) : response
    ] as unknown as Schema,
  };
}

function responseOfVariant(row: MethodRow): keyof typeof hypervisorMessages {
  return `${row.implementedBy}Response` as keyof typeof hypervisorMessages;
}

function shapeOfDownload(row: MethodRow) {
  return downloads[row.name as keyof typeof downloads];
}

async function progressMade(call: DirectCall, signal: AbortSignal): Promise<void> {
  const { row, request, hypervisor, other, address } = call;
  const { Hypervisor: _hypervisor, ...wish } = request;
  const move = { source: hypervisor, destination: other, sourceAddress: address };
  if (row.name === "MigrateVm") {
    const onCommit = () => Promise.resolve(false);
    await migrateAndCheck(move, { DhcpTimeout: 0, SkipMemoryCheck: true, ...wish } as never, {
      signal,
      onCommit,
    });
  } else if (row.name === "CopyVm") {
    await copyAndAcknowledge(move, { MemoryInMiB: 64, MilliCPUs: 50, ...wish } as never, { signal });
  } else {
    const shapes = { DebugVmImage: debugVmImage, PatchVmImage: patchVmImage, ReplaceVmImage: replaceVmImage };
    const shape = shapes[row.name as keyof typeof shapes] ?? shapeOf(row);
    await uploadThenProgress(hypervisor, shape, request, [], { signal });
  }
}

async function firstOf<T>(items: AsyncIterable<T>): Promise<void> {
  for await (const _item of items) return;
}

const noHashes = new Uint8Array();

function fourBytes() {
  async function* bytes() {
    yield Buffer.from("data");
  }
  return { length: 4, bytes: bytes() };
}
