import { GobError } from "../gob/errors.ts";
import type { GobLimits } from "../gob/limits.ts";
import type { ByteChannel } from "../transport/byte-channel.ts";
import { CoderStream } from "../transport/coder-stream.ts";
import { type CoderName, newMessageCoder } from "../transport/message-coder.ts";
import { Deadline } from "../transport/wait.ts";
import type { ValueForm } from "../wire-type.ts";
import type { CallContext, Caller, RawHandler, RequestReplyHandler } from "./handlers.ts";
import type { MethodRegistry } from "./method-registry.ts";
import { decidePermission, type PermissionPolicy } from "./permission.ts";

/** A raw handler that threw, or a reply that could not be encoded: for logs only, the peer hears nothing. */
export type HandlerErrorListener = (error: unknown, context: CallContext) => void;

export interface SessionOptions {
  readonly registry: MethodRegistry;
  readonly policy: PermissionPolicy;
  readonly caller: Caller;
  readonly coder: CoderName;
  readonly connectionId: number;
  readonly form?: ValueForm | undefined;
  readonly limits?: Partial<GobLimits> | undefined;
  readonly onHandlerError?: HandlerErrorListener | undefined;
}

type Next = "next call" | "close" | "hijacked";

/** Serves calls on a connection until it ends. Never rejects: an error of one connection is nobody else's. */
export async function runSession(channel: ByteChannel, options: SessionOptions): Promise<void> {
  const session = new Session(channel, options);
  let next: Next = "close";
  try {
    do next = await session.serveOne();
    while (next === "next call");
  } catch {
    // The peer went away or sent what no line or message may be.
    channel.destroy();
  }
  if (next === "close") channel.endAndClose();
}

class Session {
  readonly #channel: ByteChannel;
  readonly #options: SessionOptions;
  readonly #abort = new AbortController();

  constructor(channel: ByteChannel, options: SessionOptions) {
    this.#channel = channel;
    this.#options = options;
    channel.closed.then(
      () => this.#abort.abort(),
      () => {},
    );
  }

  async serveOne(): Promise<Next> {
    const bytes = await this.#channel.readLine();
    if (bytes === undefined) return "close";
    const line = bytes.toString("utf8").trim();
    if (line === "") return await this.#answer("");
    const { registry, policy, caller } = this.#options;
    const found = registry.find(line);
    if (found.handler === undefined) return await this.#answer(found.refusal);
    const permission = decidePermission(policy, caller, found);
    if (!permission.allowed) return await this.#answer("access to method denied");
    await this.#answer("");
    const context = this.#context(found.name, permission.methodPowers);
    if (found.handler.kind === "raw") return await this.#serveRaw(found.handler, context);
    return await this.#serveRequestReply(found.handler, context);
  }

  async #serveRequestReply(handler: RequestReplyHandler, context: CallContext): Promise<Next> {
    const coder = newMessageCoder(this.#channel, this.#coderOptions());
    let request: { readonly value: unknown } | undefined;
    try {
      request = await coder.receive(handler.requestType, new Deadline({}));
    } catch (error) {
      if (this.#channel.isClosed) throw error;
      await this.#answer(oneLine(error));
      // A message refused as a whole leaves us in step; a broken one does not, and its rest must not be run.
      if (!(error instanceof GobError) || error.fatal) return "close";
      coder.giveBack();
      return "next call";
    }
    coder.giveBack();
    if (request === undefined) return "close";
    let reply: unknown;
    try {
      const upload = new CoderStream(this.#channel, { ...this.#coderOptions(), doing: context.method });
      reply = await handler.handle(context, request.value, upload);
    } catch (error) {
      return await this.#answer(oneLine(error));
    }
    let message: Buffer;
    try {
      message = coder.encode(handler.responseType, reply);
    } catch (error) {
      this.#options.onHandlerError?.(error, context);
      await this.#answer("");
      return "close";
    }
    await this.#channel.write(Buffer.concat([lineFeed, message]));
    return "next call";
  }

  async #serveRaw(handler: RawHandler, context: CallContext): Promise<Next> {
    let hijacked = false;
    const stream = new CoderStream(this.#channel, {
      ...this.#coderOptions(),
      doing: context.method,
      onHijack: () => {
        hijacked = true;
      },
    });
    try {
      await handler.handle(context, stream);
      if (!hijacked) stream.finish();
    } catch (error) {
      if (!context.signal.aborted) this.#options.onHandlerError?.(error, context);
      if (hijacked) this.#channel.stream.destroy();
      else return "close";
    }
    if (hijacked) return "hijacked";
    return this.#channel.isClosed ? "close" : "next call";
  }

  async #answer(line: string): Promise<Next> {
    await this.#channel.write(Buffer.from(`${line}\n`));
    return "next call";
  }

  #coderOptions(): { coder: CoderName; side: "server"; form: ValueForm; limits?: Partial<GobLimits> } {
    const { coder, form, limits } = this.#options;
    return { coder, side: "server", form: form ?? "plain", ...(limits === undefined ? {} : { limits }) };
  }

  #context(method: string, hasMethodPowers: boolean): CallContext {
    const { caller, coder, connectionId } = this.#options;
    const { userName, groups, remoteAddress } = caller;
    return {
      method,
      userName,
      groups,
      remoteAddress,
      hasMethodPowers,
      coder,
      connectionId,
      signal: this.#abort.signal,
    };
  }
}

const lineFeed = Buffer.from("\n");

/** An error's text on one line, never empty: a second line would be taken for something else by the peer. */
function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.replace(/\s*[\r\n]+\s*/g, " ").trim();
  return line === "" ? "unspecified error" : line;
}
