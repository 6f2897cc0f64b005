import type { Duplex } from "node:stream";
import type { WireType } from "../wire-type.ts";
import type { WaitOptions } from "./wait.ts";

/**
 * The exchange of one streaming call, on either side. Nothing is read ahead of what is asked for.
 * Any failed read, write or decode closes the connection.
 */
export interface CallStream {
  /** Encodes and writes a message; resolves when more may be written (back-pressure). */
  send(type: WireType, value: unknown, options?: WaitOptions): Promise<void>;
  /** Writes raw bytes; resolves when more may be written. */
  write(bytes: Uint8Array, options?: WaitOptions): Promise<void>;
  /** Resolves when everything written so far has been handed to the network. */
  flush(options?: WaitOptions): Promise<void>;
  /** The next message; undefined when the peer ended the stream between messages. */
  receive<T = unknown>(type: WireType, options?: WaitOptions): Promise<T | undefined>;
  /** The next raw bytes, at most `max`; undefined at the end. */
  read(max?: number, options?: WaitOptions): Promise<Buffer | undefined>;
  /** Exactly `length` bytes in chunks as they come. @throws PEER_CLOSED when the stream ends before. */
  readExactly(length: number, options?: WaitOptions): AsyncIterable<Buffer>;
  /** One line without LF, as UTF-8; undefined at the end. At most 64 KiB. */
  readLine(options?: WaitOptions): Promise<string | undefined>;
  /** The call is over and the connection may be used for the next one (client side). */
  finish(): void;
  /** Closes the connection. */
  abort(reason?: unknown): void;
  /** The rest of the connection as a plain byte channel, bytes already received included. Never reusable. */
  duplex(): Duplex;
}
