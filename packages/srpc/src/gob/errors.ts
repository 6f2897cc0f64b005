/**
 * Why a gob stream or value was refused.
 *
 * - `corrupt`: bytes that no encoder writes; - `mismatch`: the sender's type does not fit the wanted one;
 * - `limit`: larger or deeper than allowed; - `end`: the stream ended inside a message;
 * - `value`: a value handed to the encoder does not fit its type, or a received number does not fit its field.
 */
export type GobErrorCode = "corrupt" | "mismatch" | "limit" | "end" | "value";

/** Error of a coder. The stream stays in step after it, unless `fatal` says that framing itself is lost. */
export class GobError extends Error {
  override readonly name = "GobError";
  readonly code: GobErrorCode;
  readonly fatal: boolean;

  constructor(code: GobErrorCode, message: string, fatal = false) {
    super(message);
    this.code = code;
    this.fatal = fatal;
  }
}
