import { once } from "node:events";
import { WebSocket } from "ws";

/** Options for a client of a bridge; nothing is compressed. */
const options = { perMessageDeflate: false, maxPayload: 64 * 1024 * 1024 } as const;

export interface BulkResult {
  readonly bytes: number;
  readonly skipped: number;
  readonly seconds: number;
}

/** Takes everything a console sends until it closes or says nothing more for a moment. */
export async function takeAll(url: string, wanted: number): Promise<BulkResult> {
  const socket = new WebSocket(url, url.includes("/api/") ? [] : ["binary"], options);
  let bytes = 0;
  let skipped = 0;
  let first = 0;
  let last = 0;
  const done = new Promise<void>((resolve) => {
    const finish = (): void => {
      clearInterval(quiet);
      resolve();
    };
    const quiet = setInterval(() => {
      if (bytes + skipped >= wanted || (last > 0 && performance.now() - last > 2000)) finish();
    }, 20);
    socket.on("close", finish);
    socket.on("message", (data: Buffer, binary: boolean) => {
      if (binary) {
        last = performance.now();
        // What is said before the first byte is not part of the transfer.
        if (first === 0) first = last;
        bytes += data.length;
      } else {
        const message = JSON.parse(data.toString()) as { type: string; bytes?: number };
        if (message.type === "skipped") skipped += message.bytes ?? 0;
      }
    });
    socket.on("error", finish);
  });
  await done;
  socket.terminate();
  return { bytes, skipped, seconds: (last - first) / 1000 };
}

/** A console at which keys are typed; the echo of each is awaited. */
export class Typist {
  readonly #socket: WebSocket;
  #awaited: { readonly byte: number; readonly resolve: () => void } | undefined;
  #next = 33;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer, binary: boolean) => {
      if (!binary || this.#awaited === undefined || !data.includes(this.#awaited.byte)) return;
      this.#awaited.resolve();
      this.#awaited = undefined;
    });
  }

  static async open(url: string): Promise<Typist> {
    const socket = new WebSocket(url, url.includes("/api/") ? [] : ["binary"], options);
    const typist = new Typist(socket);
    await once(socket, "open");
    if (url.endsWith("/serial") && url.includes("/api/")) await typist.#attached(socket);
    return typist;
  }

  /** A serial console takes keys when it is attached to the VM. The bare pipe has the same path and says nothing. */
  #attached(socket: WebSocket): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 1000);
      socket.on("message", (data: Buffer, binary: boolean) => {
        if (binary || !data.toString().includes('"state":"live"')) return;
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Milliseconds from key to echo. */
  async key(): Promise<number> {
    const byte = this.#next;
    this.#next = byte === 126 ? 33 : byte + 1;
    const echoed = new Promise<void>((resolve) => {
      this.#awaited = { byte, resolve };
    });
    const start = performance.now();
    this.#socket.send(Buffer.of(byte));
    await echoed;
    return performance.now() - start;
  }

  close(): void {
    this.#socket.terminate();
  }
}

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

export const median = (values: readonly number[]): number => percentile(values, 0.5);
