import type { TraceVmMetadataRequest, WatchDhcpRequest, WatchDhcpResponse } from "@stackdeck/api-types";
import type { CallStream } from "@stackdeck/srpc";
import type { ConnectionSource } from "./connection-source.ts";
import { checkReply, HypervisorError } from "./hypervisor-error.ts";
import { type CallControl, type MethodShape, methodLine, wireTypes } from "./method-shape.ts";
import { traceVmMetadata, watchDhcp } from "./streaming-methods.ts";

/** Opens a call that lasts until somebody ends it, and ends it with the generator. */
async function* endless<T>(
  source: ConnectionSource,
  method: MethodShape,
  request: unknown,
  control: CallControl,
  read: (stream: CallStream) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const connection = await source.dedicated(control);
  const stop = () => connection.close();
  control.signal?.addEventListener("abort", stop, { once: true });
  try {
    const stream = await connection.open(methodLine(method), { signal: control.signal });
    await stream.send(wireTypes(method).request, request, control);
    yield* read(stream);
  } finally {
    control.signal?.removeEventListener("abort", stop);
    connection.close();
  }
}

/**
 * DHCP packets as the hypervisor receives them.
 * @throws HypervisorError when it ends the stream because we were too slow
 */
export function watchDhcpPackets(
  source: ConnectionSource,
  request: WatchDhcpRequest,
  control: CallControl = {},
): AsyncGenerator<WatchDhcpResponse> {
  return endless(source, watchDhcp, request, control, async function* (stream) {
    const { response } = wireTypes(watchDhcp);
    let count = 0;
    for (;;) {
      const packet = await stream.receive<WatchDhcpResponse>(response, { signal: control.signal });
      if (packet === undefined) return;
      if (packet.Error) throw new HypervisorError("WatchDhcp", packet.Error);
      yield packet;
      count += 1;
      if (request.MaxPackets > 0 && count >= request.MaxPackets) return;
    }
  });
}

/** Paths that the guest asks of its metadata service, as it asks. Ends when the VM is destroyed. */
export function traceMetadata(
  source: ConnectionSource,
  request: TraceVmMetadataRequest,
  control: CallControl = {},
): AsyncGenerator<string> {
  return endless(source, traceVmMetadata, request, control, async function* (stream) {
    const reply = await stream.receive(wireTypes(traceVmMetadata).response, control);
    if (reply === undefined) return;
    checkReply("TraceVmMetadata", reply);
    for (;;) {
      const line = await stream.readLine({ signal: control.signal });
      // "VM destroyed" and an empty line end the trace; the connection stays open but useless.
      if (line === undefined || line === "" || line === "VM destroyed") return;
      yield line;
    }
  });
}
