/**
 * Runs in a thread of its own, as text: it can use nothing that stands outside it. While the main thread's beat has
 * stopped for a while, it halts that thread for a moment and sends what it is doing.
 */
export function lookIntoMainThread(): void {
  const { Session } = process.getBuiltinModule("node:inspector");
  const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
  const { beats, beatMs, noticeMs } = workerData as { beats: Int32Array; beatMs: number; noticeMs: number };
  const maxFrames = 12;
  let seen = Atomics.load(beats, 0);
  let since = performance.now();
  let isTold = false;
  const look = (): void => {
    const session = new Session();
    session.connectToMainThread();
    const files = new Map<string, string>();
    session.on("Debugger.scriptParsed", ({ params: { scriptId, url } }) => {
      files.set(scriptId, url.replace(/^.*\//, ""));
    });
    session.on("Debugger.paused", ({ params }) => {
      session.post("Debugger.resume");
      const frames = params.callFrames.slice(0, maxFrames).map(({ functionName, location }) => {
        const { scriptId, lineNumber } = location;
        return `${functionName || "(anonymous)"} ${files.get(scriptId) ?? ""}:${lineNumber + 1}`;
      });
      parentPort?.postMessage(frames);
      setImmediate(() => session.disconnect());
    });
    session.post("Debugger.enable");
    session.post("Debugger.pause");
  };
  setInterval(() => {
    const beat = Atomics.load(beats, 0);
    const now = performance.now();
    if (beat !== seen) {
      seen = beat;
      since = now;
      isTold = false;
    } else if (!isTold && now - since > noticeMs) {
      isTold = true;
      look();
    }
  }, beatMs);
}
