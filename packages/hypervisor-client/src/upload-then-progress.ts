import type { CallStream } from "@stackdeck/srpc";
import type { ConnectionSource } from "./connection-source.ts";
import { HypervisorError } from "./hypervisor-error.ts";
import type { MethodShape, ResponseOf } from "./method-shape.ts";
import { type ProgressOptions, type ProgressReply, readProgress } from "./progress.ts";
import { rawCall } from "./raw-call.ts";
import { sendUpload, type Upload } from "./uploads.ts";

export interface TransferControl<Reply> extends ProgressOptions<Reply> {
  readonly onBytes?: ((count: number) => void) | undefined;
}

/**
 * One request, the bytes of its uploads in order, then progress messages until the last one. Bytes are sent while
 * messages are read: a hypervisor may refuse before it has read everything, and must not be kept waiting for the rest.
 */
export function uploadThenProgress<M extends MethodShape>(
  source: ConnectionSource,
  method: M,
  request: unknown,
  uploads: readonly Upload[],
  control: TransferControl<ResponseOf<M> & ProgressReply> = {},
): Promise<ResponseOf<M> & ProgressReply> {
  return rawCall(
    source,
    method,
    request,
    async (stream) => {
      const reading = readProgress<ResponseOf<M> & ProgressReply>(stream, method, control);
      const sending = sendAll(stream, uploads, control);
      const [read, sent] = await Promise.allSettled([reading, untilEither(sending, reading)]);
      if (read.status === "rejected") {
        // The hypervisor's own words say more than the failure of the line that follows them.
        if (read.reason instanceof HypervisorError || sent.status === "fulfilled") throw read.reason;
        throw sent.reason;
      }
      if (sent.status === "rejected") throw sent.reason;
      return read.value;
    },
    control,
  );
}

async function sendAll(
  stream: CallStream,
  uploads: readonly Upload[],
  control: { signal?: AbortSignal | undefined; onBytes?: ((count: number) => void) | undefined },
): Promise<void> {
  try {
    for (const upload of uploads) await sendUpload(stream, upload, control);
    if (uploads.length > 0) await stream.flush(control);
  } catch (error) {
    // The hypervisor waits for bytes that will not come: closing is the only way to end the call.
    stream.abort(error);
    throw error;
  }
}

/** Ends when the sending does, or as soon as the reading has failed. */
async function untilEither(sending: Promise<void>, reading: Promise<unknown>): Promise<void> {
  await Promise.race([sending, reading.then(() => sending)]);
}
