import type { CallStream } from "@stackdeck/srpc";
import type { CallControl } from "./method-shape.ts";

/** Bytes to send after a request. `length` is announced in the request, so exactly that many must come. */
export interface Upload {
  readonly length: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The source of an upload gave fewer or more bytes than were announced. */
export class UploadLengthError extends Error {
  constructor(expected: number, found: string) {
    super(`the upload was announced with ${expected} bytes but had ${found}`);
    this.name = "UploadLengthError";
  }
}

/**
 * Sends the bytes of an upload with the back-pressure of the connection.
 * @throws UploadLengthError before a byte too many is sent; the connection must then be closed
 */
export async function sendUpload(
  stream: CallStream,
  upload: Upload,
  options: CallControl & { onBytes?: ((count: number) => void) | undefined } = {},
): Promise<void> {
  let sent = 0;
  for await (const chunk of upload.bytes) {
    options.signal?.throwIfAborted();
    if (sent + chunk.length > upload.length) throw new UploadLengthError(upload.length, "more");
    await stream.write(chunk, options);
    sent += chunk.length;
    options.onBytes?.(chunk.length);
  }
  if (sent !== upload.length) throw new UploadLengthError(upload.length, String(sent));
}
