import type { MethodName, Methods } from "@stackdeck/api-types";
import { methods, requestSchema, responseSchema, wireTypeOf, zeroOf } from "@stackdeck/api-types";
import type { CallContext, CallStream, MethodHandler, WireType } from "@stackdeck/srpc";
import { DroppedConnection, Refusal } from "../base/refusal.ts";
import type { Caller } from "../state/caller.ts";
import type { Hypervisor } from "../state/hypervisor.ts";

/** What a method knows about the call it serves. */
export interface Call {
  readonly hypervisor: Hypervisor;
  readonly caller: Caller;
  /** Aborts when the connection closes. */
  readonly signal: AbortSignal;
}

type Request<N extends MethodName> = Methods[N]["request"];
type Response<N extends MethodName> = Partial<NonNullable<Methods[N]["response"]>>;
type Reply<N extends MethodName> = Response<N> | undefined;

/** A method of the simulated hypervisor, ready to be registered. */
export interface SimulatedMethod {
  readonly name: MethodName;
  /** @param current the hypervisor behind the server at the time of the call */
  handler(current: () => Hypervisor): MethodHandler;
}

/** The exchange of a streaming method, in its own messages. */
export interface MethodStream<N extends MethodName> {
  readonly raw: CallStream;
  /** The next request of the client. @throws DroppedConnection when there is none */
  receive(): Promise<Request<N>>;
  /** A message; fields left out are zero. */
  send(response: Response<N>): Promise<void>;
}

/** One request, one answer. A refusal becomes the answer's `Error`. */
export function replyMethod<N extends MethodName>(
  name: N,
  handle: (call: Call, request: Request<N>) => Promise<Reply<N>> | Reply<N>,
): SimulatedMethod {
  return {
    name,
    handler: (current) => ({
      kind: "request-reply",
      ...access(name),
      requestType: wireTypeOf(requestSchema(name)),
      responseType: responseType(name),
      handle: async (context: CallContext, request: unknown) =>
        answer(name, () => handle(callOf(current(), context), request as Request<N>)),
    }),
  };
}

/**
 * One request, one answer, by hand: for methods that read bytes after their request, or drop the connection where
 * others answer with an error.
 */
export function streamedReplyMethod<N extends MethodName>(
  name: N,
  handle: (call: Call, request: Request<N>, stream: CallStream) => Promise<Reply<N>>,
): SimulatedMethod {
  return streamMethod(name, async (call, stream) => {
    const request = await stream.receive();
    const response = await answer(name, () => handle(call, request, stream.raw));
    await stream.raw.write(Buffer.from("\n"));
    await stream.send(response as Response<N>);
  });
}

/** A method with an exchange of its own. What it throws closes the connection without a word. */
export function streamMethod<N extends MethodName>(
  name: N,
  handle: (call: Call, stream: MethodStream<N>) => Promise<void>,
): SimulatedMethod {
  return {
    name,
    handler: (current) => ({
      kind: "raw",
      ...access(name),
      handle: (context: CallContext, stream: CallStream) =>
        handle(callOf(current(), context), methodStream(name, stream)),
    }),
  };
}

/** The text of a refusal; anything else goes on its way. */
export function refusalText(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  throw error;
}

function methodStream<N extends MethodName>(name: N, stream: CallStream): MethodStream<N> {
  const type = responseType(name);
  return {
    raw: stream,
    receive: async () => {
      const request = await stream.receive<Request<N>>(wireTypeOf(requestSchema(name)));
      if (request === undefined) throw new DroppedConnection("the client went away");
      return request;
    },
    send: async (response) => {
      await stream.send(type, complete(name, response));
      await stream.flush();
    },
  };
}

async function answer<N extends MethodName>(
  name: N,
  work: () => Promise<Reply<N>> | Reply<N>,
): Promise<object> {
  try {
    return complete(name, (await work()) ?? {});
  } catch (error) {
    return complete(name, { Error: refusalText(error) });
  }
}

function complete(name: MethodName, response: object): object {
  const schema = responseSchema(name);
  return { ...(schema === undefined ? {} : (zeroOf(schema) as object)), ...response };
}

function responseType(name: MethodName): WireType {
  const schema = responseSchema(name);
  if (schema === undefined) throw new TypeError(`${name} is not a method of the hypervisor`);
  return wireTypeOf(schema);
}

function access(name: MethodName): { readonly public: boolean } {
  return { public: methods[name].access === "public" };
}

function callOf(hypervisor: Hypervisor, context: CallContext): Call {
  const { userName, groups, hasMethodPowers, remoteAddress, signal } = context;
  return { hypervisor, caller: { userName, groups, hasMethodPowers, remoteAddress }, signal };
}
