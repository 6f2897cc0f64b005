/** Longest delay of the event loop that is not worth a word, in milliseconds. */
const noticeMs = 1000;
const beatMs = 250;

/** Says when the event loop was blocked, and for how long. Returns the function that ends it. */
export function watchEventLoop(report: (blockedMs: number) => void): () => void {
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const blockedMs = now - last - beatMs;
    last = now;
    if (blockedMs > noticeMs) report(Math.round(blockedMs));
  }, beatMs);
  timer.unref();
  return () => clearInterval(timer);
}
