/** A timer that can be called off. */
export interface Timer {
  cancel(): void;
}

/** Time as the simulator sees it; tests inject one they move by hand. Milliseconds throughout. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `action` once, `ms` from now. */
  after(ms: number, action: () => void): Timer;
}

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, action) {
    const handle = setTimeout(action, Math.min(ms, 2 ** 31 - 1));
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves `ms` from now, or at once when `signal` aborts. Never rejects. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const done = () => {
      timer.cancel();
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = clock.after(ms, done);
    signal?.addEventListener("abort", done, { once: true });
  });
}

/** A moment as RFC 3339 text, as the wire form wants it. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

/** The zero time of the protocol: "never". */
export const ZERO_TIME = "0001-01-01T00:00:00Z";
