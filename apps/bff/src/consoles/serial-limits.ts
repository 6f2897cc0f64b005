/** Numbers of the serial console, all in bytes or milliseconds. */
export interface SerialLimits {
  /** Output kept for those who come later or fell behind. */
  readonly ringBytes: number;
  /** Handed to a viewer's socket and not yet taken by the network. */
  readonly inFlightBytes: number;
  /** A live viewer that acknowledges is never further behind than this: then it skips. Keeps Ctrl-C quick to see. */
  readonly liveLagBytes: number;
  /** What a viewer that skips still gets of the past. */
  readonly keepAfterSkipBytes: number;
  /** The end of the history, which a fresh viewer gets byte for byte; of what is older it gets the screen. */
  readonly replayBytes: number;
  /** Typed bytes that may wait for a hypervisor that does not take them. */
  readonly typedBytes: number;
  /** How long the upstream is kept after the last viewer has left. */
  readonly releaseAfterMs: number;
  readonly viewersPerVm: number;
}

export const defaultSerialLimits: SerialLimits = {
  ringBytes: 4 * 1024 * 1024,
  inFlightBytes: 256 * 1024,
  liveLagBytes: 1024 * 1024,
  keepAfterSkipBytes: 64 * 1024,
  replayBytes: 256 * 1024,
  typedBytes: 64 * 1024,
  releaseAfterMs: 60_000,
  viewersPerVm: 32,
};
