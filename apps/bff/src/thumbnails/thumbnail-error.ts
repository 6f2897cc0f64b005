/**
 * `busy`: too many pictures are being taken. `timeout`: the screen did not answer in time. `protocol`: it answered
 * something else than a picture.
 */
export type ThumbnailFailure = "busy" | "timeout" | "protocol";

/** Why there is no picture of a screen. */
export class ThumbnailError extends Error {
  readonly failure: ThumbnailFailure;

  constructor(failure: ThumbnailFailure, message: string) {
    super(message);
    this.name = "ThumbnailError";
    this.failure = failure;
  }
}
