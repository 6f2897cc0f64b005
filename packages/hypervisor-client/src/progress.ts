import { wireTypeOf } from "@stackdeck/api-types";
import type { CallStream, WireType } from "@stackdeck/srpc";
import { HypervisorError, OutcomeUnknownError } from "./hypervisor-error.ts";
import type { CallControl, MethodShape } from "./method-shape.ts";
import { wireTypes } from "./method-shape.ts";

/** How long one more message may take after an error, in milliseconds. */
const afterErrorMs = 2_000;

/** The fields that the messages of all progress streams share. */
export interface ProgressReply {
  readonly Error?: string | undefined;
  readonly Final?: boolean | undefined;
  readonly ProgressMessage?: string | undefined;
  readonly RequestCommit?: boolean | undefined;
}

export interface ProgressOptions<Reply> extends CallControl {
  /** Called for each message before the last one. */
  readonly onProgress?: ((reply: Reply) => void) | undefined;
  /** Asked once by a migration: true commits, false abandons. The hypervisor waits without limit. */
  readonly onCommit?: ((reply: Reply) => Promise<boolean>) | undefined;
  /** A failed restart is followed by the last message all the same. */
  readonly finalAfterError?: boolean | undefined;
  /** Schema of the answer to the commit question. */
  readonly commitReply?: MethodShape["request"] | undefined;
}

/**
 * Reads a progress stream to its end: the message with `Final`, or one with `Error`.
 * @returns the final message
 * @throws HypervisorError with its text (its reply is `Final` where only the restart failed); OutcomeUnknownError when the stream ends before either
 */
export async function readProgress<Reply extends ProgressReply>(
  stream: CallStream,
  method: MethodShape,
  options: ProgressOptions<Reply>,
): Promise<Reply> {
  const { response } = wireTypes(method);
  let lastText = "";
  let next = stream.receive<Reply>(response, options);
  for (;;) {
    const reply = await next;
    if (reply === undefined) {
      throw new OutcomeUnknownError(
        method.name,
        new Error("the hypervisor ended the call without its last message"),
      );
    }
    if (reply.Error !== undefined && reply.Error !== "") {
      const isDone = await onlyStartFailed(stream, { reply, lastText, response }, options);
      throw new HypervisorError(method.name, reply.Error, { ...reply, Final: isDone });
    }
    if (reply.Final === true) return reply;
    lastText = reply.ProgressMessage || lastText;
    options.onProgress?.(reply);
    next = stream.receive<Reply>(response, options);
    if (reply.RequestCommit === true) await answerCommit(stream, { reply, next }, options);
  }
}

/** Whether an error is about the start at the very end: some calls set `Final` beside every error, so that says nothing. */
async function onlyStartFailed<Reply extends ProgressReply>(
  stream: CallStream,
  last: { readonly reply: Reply; readonly lastText: string; readonly response: WireType },
  options: ProgressOptions<Reply>,
): Promise<boolean> {
  if (last.lastText !== "starting VM") return false;
  if (last.reply.Final === true) return true;
  return options.finalAfterError === true && (await endsWell(stream, last.response));
}

/**
 * After a failed restart some calls say the error and then still that they are done: the new image is in place then.
 * Nothing more comes for other errors, so this is not waited for long.
 */
async function endsWell(stream: CallStream, response: WireType): Promise<boolean> {
  try {
    const more = await stream.receive<ProgressReply>(response, { timeoutMs: afterErrorMs });
    return more?.Final === true;
  } catch {
    return false;
  }
}

/**
 * Asks and sends the answer. The question may be open for hours, so the line is watched meanwhile: when the hypervisor
 * says something else or has gone, nobody is asked any more.
 */
async function answerCommit<Reply>(
  stream: CallStream,
  asked: { reply: Reply; next: Promise<Reply | undefined> },
  options: ProgressOptions<Reply>,
): Promise<void> {
  const over = asked.next.then(
    () => undefined,
    () => undefined,
  );
  if (options.commitReply === undefined) throw new Error("a commit question came on a call that has none");
  const Commit =
    options.onCommit === undefined ? false : await Promise.race([options.onCommit(asked.reply), over]);
  if (Commit !== undefined) await stream.send(wireTypeOf(options.commitReply), { Commit });
}
