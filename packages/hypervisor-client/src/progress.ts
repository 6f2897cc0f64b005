import { wireTypeOf } from "@stackdeck/api-types";
import type { CallStream } from "@stackdeck/srpc";
import { HypervisorError, OutcomeUnknownError } from "./hypervisor-error.ts";
import type { CallControl, MethodShape } from "./method-shape.ts";
import { wireTypes } from "./method-shape.ts";

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
  /** Schema of the answer to the commit question. */
  readonly commitReply?: MethodShape["request"] | undefined;
}

/**
 * Reads a progress stream to its end: the message with `Final`, or one with `Error`.
 * @returns the final message
 * @throws HypervisorError with its text; OutcomeUnknownError when the stream ends before either
 */
export async function readProgress<Reply extends ProgressReply>(
  stream: CallStream,
  method: MethodShape,
  options: ProgressOptions<Reply>,
): Promise<Reply> {
  const { response } = wireTypes(method);
  for (;;) {
    const reply = await stream.receive<Reply>(response, options);
    if (reply === undefined) {
      throw new OutcomeUnknownError(
        method.name,
        new Error("the hypervisor ended the call without its last message"),
      );
    }
    if (reply.Error !== undefined && reply.Error !== "")
      throw new HypervisorError(method.name, reply.Error, reply);
    if (reply.Final === true) return reply;
    options.onProgress?.(reply);
    if (reply.RequestCommit === true) await answerCommit(stream, reply, options);
  }
}

async function answerCommit<Reply>(
  stream: CallStream,
  reply: Reply,
  options: ProgressOptions<Reply>,
): Promise<void> {
  if (options.commitReply === undefined) throw new Error("a commit question came on a call that has none");
  const Commit = options.onCommit === undefined ? false : await options.onCommit(reply);
  await stream.send(wireTypeOf(options.commitReply), { Commit });
}
