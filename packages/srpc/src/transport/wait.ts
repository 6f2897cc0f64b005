import { SrpcError } from "../errors.ts";

/** How long to wait for something: both may be given. */
export interface WaitOptions {
  /** Milliseconds; none means no limit. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What timers can count: some 24 days. A longer time would end at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * A promise that also ends by time-out (TIMEOUT) or abort (ABORTED).
 * `start` receives the usual pair; both may be called late without harm.
 */
export function waitFor<T>(
  start: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
  options: WaitOptions,
): Promise<T> {
  const { signal, timeoutMs } = options;
  if (signal?.aborted) return Promise.reject(abortError(signal));
  return new Promise<T>((resolve, reject) => {
    const cleanUp = (): void => {
      if (timer !== undefined) clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const onAbort = (): void => {
      cleanUp();
      reject(abortError(signal));
    };
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(
            () => {
              cleanUp();
              reject(new SrpcError("TIMEOUT", `no answer within ${timeoutMs} ms`));
            },
            Math.min(timeoutMs, longestTimerMs),
          );
    signal?.addEventListener("abort", onAbort, { once: true });
    const settle =
      <A>(how: (value: A) => void) =>
      (value: A): void => {
        cleanUp();
        how(value);
      };
    start(settle(resolve), settle(reject));
  });
}

function abortError(signal: AbortSignal | undefined): SrpcError {
  return new SrpcError("ABORTED", "the caller gave up", { cause: signal?.reason });
}

/** One deadline for several waits in a row: each gets what is left of the time. Monotonic clock. */
export class Deadline {
  readonly #end: number | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor(options: WaitOptions) {
    this.#end = options.timeoutMs === undefined ? undefined : performance.now() + options.timeoutMs;
    this.#signal = options.signal;
  }

  /** Options for the next wait. */
  rest(): WaitOptions {
    const timeoutMs =
      this.#end === undefined ? undefined : Math.max(0, Math.ceil(this.#end - performance.now()));
    return { timeoutMs, signal: this.#signal };
  }
}
