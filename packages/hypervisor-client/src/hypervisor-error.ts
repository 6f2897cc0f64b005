import { SrpcError } from "@stackdeck/srpc";

/** The hypervisor carried the call out to its end and said no: `text` is its own sentence, verbatim. */
export class HypervisorError extends Error {
  readonly method: string;
  readonly text: string;
  /** What it answered besides the error, where the answer holds more. */
  readonly reply: unknown;

  constructor(method: string, text: string, reply?: unknown) {
    super(`${method}: ${text}`);
    this.name = "HypervisorError";
    this.method = method;
    this.text = text;
    this.reply = reply;
  }
}

/**
 * The request went out and no answer came back: it may have happened. Never repeat it; look at the hypervisor's state.
 */
export class OutcomeUnknownError extends Error {
  readonly method: string;

  constructor(method: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `${method}: the connection was lost after the request was sent, so it may have been done (${reason})`,
      { cause },
    );
    this.name = "OutcomeUnknownError";
    this.method = method;
  }
}

/** Failures of the line after which a call that was sent may or may not have been carried out. */
const answerless = new Set(["TIMEOUT", "PEER_CLOSED", "ABORTED", "PROTOCOL", "LIMIT"]);

/** Turns a failure of the transport into OutcomeUnknownError where the request had left already. */
export function outcomeOf(method: string, error: unknown): unknown {
  if (error instanceof SrpcError && error.requestSent && answerless.has(error.code)) {
    return new OutcomeUnknownError(method, error);
  }
  return error;
}

/** @throws HypervisorError when the reply's `Error` field says so */
export function checkReply<T>(method: string, reply: T): T {
  const text = (reply as { readonly Error?: string | undefined }).Error;
  if (text !== undefined && text !== "") throw new HypervisorError(method, text, reply);
  return reply;
}
