import type { CallStream } from "../transport/call-stream.ts";
import type { CoderName } from "../transport/message-coder.ts";
import type { WireType } from "../wire-type.ts";

/** Who calls, as the TLS certificate (if any) tells. */
export interface Caller {
  /** "" without a certificate. */
  readonly userName: string;
  readonly groups: readonly string[];
  /** Method patterns of the certificate; empty unless it chains to an authority of full trust. */
  readonly methods: readonly string[];
  /** False on a plain connection. */
  readonly secured: boolean;
  /** The caller asked to be treated as if the certificate permitted no method. */
  readonly withoutMethodPowers: boolean;
  /** "" when unknown. */
  readonly remoteAddress: string;
}

/** What a handler knows about the call it serves. */
export interface CallContext {
  /** "Service.Method". */
  readonly method: string;
  readonly userName: string;
  readonly groups: readonly string[];
  /** May do everything the method can, whoever owns the object. */
  readonly hasMethodPowers: boolean;
  readonly remoteAddress: string;
  readonly coder: CoderName;
  /** Aborts when the connection closes. A request/reply action is carried out all the same unless it looks. */
  readonly signal: AbortSignal;
  readonly connectionId: number;
}

interface Access {
  /** Callable by every caller with a user name. */
  readonly public: boolean;
  /** Callable even without a user name. */
  readonly unauthenticated?: boolean | undefined;
}

/** Raw bytes after a request. */
export type Upload = Pick<CallStream, "read" | "readExactly">;

/** One request, one reply. An error thrown becomes the status line; the connection stays. */
export interface RequestReplyHandler<Request = unknown, Reply = unknown> extends Access {
  readonly kind: "request-reply";
  readonly requestType: WireType;
  readonly responseType: WireType;
  /** `upload` gives raw bytes that the client sends right after its request; what is not read is run as method lines. */
  handle(context: CallContext, request: Request, upload: Upload): Promise<Reply> | Reply;
}

/**
 * Whatever the handler does on the stream. When it returns, the next call may follow; when it throws, what it
 * wrote is sent and the connection is closed without a word; when it took the duplex, the connection is its own.
 */
export interface RawHandler extends Access {
  readonly kind: "raw";
  handle(context: CallContext, stream: CallStream): Promise<void> | void;
}

export type MethodHandler = RequestReplyHandler | RawHandler;
