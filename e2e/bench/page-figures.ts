/** What a page is asked about its serial consoles: everything is seen from outside of the app, at the browser's border. */
export interface PageFigures {
  /** Bytes and skips of output that came in. */
  received: number;
  skipped: number;
  /** Of the newest connection. */
  state: string;
  receivedHere: number;
  drawnHere: number;
  /** Epoch milliseconds at which the newest connection was told that it is live. */
  liveAt: number;
  /** Output of the newest connections, since `text` was last emptied; a fresh replay empties it. */
  text: string;
  /** Whether `text` is kept: not in a flood. */
  keep: boolean;
  fresh: number;
  /** What was awaited: when it was drawn, in milliseconds of the page's clock; 0 before that. */
  awaited: string;
  seenAfter: number;
  drawnAt: number;
  keyAt: number;
}

/** Run in each page before the app: looks over the shoulder of its WebSockets and its keys. */
export const pageScript = `(() => {
  const figures = (window.__figures = {
    received: 0, skipped: 0, state: "", receivedHere: 0, drawnHere: 0, liveAt: 0, keep: true, text: "", fresh: 0,
    awaited: "", seenAfter: 0, drawnAt: 0, keyAt: 0,
  });
  const look = () => {
    if (figures.seenAfter > 0 && figures.drawnAt === 0 && figures.drawnHere >= figures.seenAfter)
      figures.drawnAt = performance.now();
  };
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    #serial;
    constructor(...args) {
      super(...args);
      this.#serial = String(args[0]).includes("/console/serial");
      if (!this.#serial) return;
      const decoder = new TextDecoder();
      figures.receivedHere = figures.drawnHere = 0;
      figures.state = "";
      this.addEventListener("message", ({ data }) => {
        if (typeof data === "string") return this.#message(JSON.parse(data));
        figures.received += data.byteLength;
        figures.receivedHere += data.byteLength;
        if (figures.keep) figures.text += decoder.decode(data, { stream: true });
        // Looking must cost little, or it would be measured as well.
        if (figures.awaited === "" || figures.seenAfter > 0) return;
        const text = new TextDecoder().decode(data.slice(-4096));
        if (text.includes(figures.awaited)) figures.seenAfter = figures.receivedHere;
      });
      this.addEventListener("close", () => { figures.state = ""; });
    }
    #message(message) {
      if (message.type === "skipped") figures.skipped += message.bytes;
      if (message.type === "attached" && !message.resumed) { figures.text = ""; figures.fresh += 1; }
      if (message.type === "state") {
        figures.state = message.state;
        if (message.state === "live") figures.liveAt = Date.now();
      }
    }
    send(data) {
      super.send(data);
      if (!this.#serial || typeof data !== "string") return;
      const message = JSON.parse(data);
      if (message.type === "drawn") { figures.drawnHere += message.bytes; look(); }
    }
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "c") figures.keyAt = performance.now();
  }, true);
})();`;

/** Counts frames for so many milliseconds and watches the heap. */
export const frameScript = `(ms) => new Promise((resolve) => {
  const start = performance.now();
  let frames = 0;
  let peak = 0;
  const heap = setInterval(() => { peak = Math.max(peak, performance.memory.usedJSHeapSize); }, 100);
  const frame = (now) => {
    frames += 1;
    if (now - start < ms) return requestAnimationFrame(frame);
    clearInterval(heap);
    resolve({ framesPerSecond: (frames * 1000) / (now - start), peak });
  };
  requestAnimationFrame(frame);
})`;
