import { Worker } from "node:worker_threads";
import { lookIntoMainThread } from "./main-thread-look.ts";

/** What is known of a time in which nothing else could be done. */
export interface Blockage {
  readonly blockedMs: number;
  /** What was running, innermost first: `function file:line`. Empty when it could not be seen. */
  readonly where: readonly string[];
}

/** Longest delay of the event loop that is not worth a word, in milliseconds. */
const noticeMs = 1000;
const beatMs = 250;

/** A watch over the event loop. */
export interface Watchdog {
  /** Resolves when it can see. */
  readonly watching: Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Says when the event loop was blocked, for how long, and by what: a thread of its own sees the beat stop and looks at
 * what the main thread is doing.
 */
export function watchEventLoop(report: (blockage: Blockage) => void): Watchdog {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const watcher = new Worker(`(${lookIntoMainThread.toString()})()`, {
    eval: true,
    workerData: { beats, beatMs, noticeMs },
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  });
  let where: readonly string[] = [];
  watcher.on("message", (frames: readonly string[]) => {
    where = frames;
  });
  // Without it, how long still is known.
  watcher.on("error", () => {});
  watcher.unref();
  const tell = (blockedMs: number) => {
    report({ blockedMs, where });
    where = [];
  };
  let last = performance.now();
  const timer = setInterval(() => {
    Atomics.add(beats, 0, 1);
    const now = performance.now();
    const blockedMs = Math.round(now - last - beatMs);
    last = now;
    // What the other thread saw arrives in this turn of the loop.
    if (blockedMs > noticeMs) setImmediate(() => setImmediate(tell, blockedMs));
  }, beatMs);
  timer.unref();
  return {
    watching: new Promise((resolve) => watcher.once("online", resolve)),
    stop: async () => {
      clearInterval(timer);
      await watcher.terminate();
    },
  };
}
