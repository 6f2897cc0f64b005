import type { Duplex } from "node:stream";
import { SrpcError, toSrpcError } from "../errors.ts";
import type { WireType } from "../wire-type.ts";
import type { ByteChannel } from "./byte-channel.ts";
import type { CallStream } from "./call-stream.ts";
import { type MessageCoder, type MessageCoderOptions, newMessageCoder } from "./message-coder.ts";
import { Deadline, type WaitOptions } from "./wait.ts";

export interface CoderStreamOptions extends MessageCoderOptions {
  /** What the errors name, usually the method. */
  readonly doing: string;
  /** Called once when the owner says that the call is over in good order. */
  readonly onFinish?: () => void;
  /** Called when the connection leaves the protocol: hijacked. */
  readonly onHijack?: () => void;
}

/** A call on a byte channel, with coders of its own as every call has. */
export class CoderStream implements CallStream {
  readonly #channel: ByteChannel;
  readonly #coder: MessageCoder;
  readonly #options: CoderStreamOptions;
  #sent = false;
  #over = false;

  constructor(channel: ByteChannel, options: CoderStreamOptions) {
    this.#channel = channel;
    this.#options = options;
    this.#coder = newMessageCoder(channel, options);
  }

  /** True once any byte was handed to the socket. */
  get sent(): boolean {
    return this.#sent;
  }

  /** True when the call's last word has been said: finished, aborted or hijacked. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Encodes without sending, so that a value that cannot be encoded does no harm to the connection. */
  encode(type: WireType, value: unknown): Buffer {
    return this.#coder.encode(type, value);
  }

  async send(type: WireType, value: unknown, options: WaitOptions = {}): Promise<void> {
    await this.#guard(() => {
      const bytes = this.#coder.encode(type, value);
      this.#sent = true;
      return this.#channel.write(bytes, options);
    });
  }

  async write(bytes: Uint8Array, options: WaitOptions = {}): Promise<void> {
    await this.#guard(() => {
      this.#sent = true;
      return this.#channel.write(bytes, options);
    });
  }

  async flush(options: WaitOptions = {}): Promise<void> {
    await this.#guard(() => this.#channel.writeThrough(new Uint8Array(0), options));
  }

  async receive<T = unknown>(type: WireType, options: WaitOptions = {}): Promise<T | undefined> {
    const message = await this.#guard(() => this.#coder.receive(type, new Deadline(options)));
    return message?.value as T | undefined;
  }

  async read(max?: number, options: WaitOptions = {}): Promise<Buffer | undefined> {
    return await this.#guard(() => {
      this.#coder.giveBack();
      return this.#channel.read(max, options);
    });
  }

  async *readExactly(length: number, options: WaitOptions = {}): AsyncGenerator<Buffer, void, undefined> {
    let rest = length;
    while (rest > 0) {
      const chunk = await this.read(rest, options);
      if (chunk === undefined) {
        const text = `${this.#options.doing}: the stream ended ${rest} bytes early`;
        throw this.#fail(new SrpcError("PEER_CLOSED", text));
      }
      rest -= chunk.length;
      yield chunk;
    }
  }

  async readLine(options: WaitOptions = {}): Promise<string | undefined> {
    const line = await this.#guard(() => {
      this.#coder.giveBack();
      return this.#channel.readLine(undefined, options);
    });
    return line?.toString("utf8");
  }

  finish(): void {
    if (this.#over) return;
    this.#coder.giveBack();
    this.#over = true;
    this.#options.onFinish?.();
  }

  abort(reason?: unknown): void {
    this.#over = true;
    this.#channel.destroy(
      new SrpcError("ABORTED", `${this.#options.doing}: given up`, {
        requestSent: this.#sent,
        cause: reason,
      }),
    );
  }

  duplex(): Duplex {
    this.#assertOpen();
    this.#coder.giveBack();
    this.#over = true;
    this.#options.onHijack?.();
    return this.#channel.detach();
  }

  #assertOpen(): void {
    if (this.#over && !this.#channel.isClosed) {
      throw new SrpcError("LIMIT", `${this.#options.doing}: the call is over`);
    }
  }

  async #guard<T>(act: () => Promise<T>): Promise<T> {
    this.#assertOpen();
    try {
      // An encoder that failed has lost count of the definitions it sent: such an error ends the call too.
      return await act();
    } catch (error) {
      throw this.#fail(error);
    }
  }

  #fail(error: unknown): SrpcError {
    const failure = toSrpcError(error, { doing: this.#options.doing, requestSent: this.#sent });
    this.#over = true;
    this.#channel.destroy(failure);
    return failure;
  }
}
