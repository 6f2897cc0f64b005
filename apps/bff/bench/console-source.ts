import { createCipheriv, createHash } from "node:crypto";
import { createServer, type TLSSocket } from "node:tls";

/**
 * What the imitated hypervisor does with a connection, by port. `flood`: so many bytes, and closes. `echo`: gives back what
 * it is told. `chatter`: the same, under 2 MB/s of output. `trickle`: the same, under 2 KB/s. `hash`: noise of a known seed
 * both ways, then the hash of what it got. `tail`: some output, and closes right behind it.
 */
const sourceModes = ["flood", "echo", "chatter", "trickle", "hash", "tail"] as const;
export type SourceMode = (typeof sourceModes)[number];

export interface SourceOptions {
  readonly certPem: string;
  readonly keyPem: string;
  readonly floodBytes: number;
  readonly hashBytes: number;
}

/** How long a flood took and how long it had to wait at most, in milliseconds. */
export interface FloodTimes {
  readonly totalMs: number;
  readonly longestWaitMs: number;
}

/** What the viewer of a screen says first; no noise. */
export const rfbHello = Buffer.from("RFB 003.008\n\x01\x01", "latin1");

/** One block of what looks like terminal output. */
const block = Buffer.from("the quick brown fox jumps over the lazy dog 0123456789 ABCDEF\r\n".repeat(1024));

/** Noise that both ends can make. */
export function* noise(seed: number, bytes: number): Generator<Buffer> {
  const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16, seed), Buffer.alloc(16));
  const zeroes = Buffer.alloc(128 * 1024);
  for (let left = bytes; left > 0; left -= zeroes.length)
    yield cipher.update(left >= zeroes.length ? zeroes : zeroes.subarray(0, left));
}

/** Length of the output number `count` of the mode `tail`, in bytes. */
const tailLength = (count: number): number => 1 + ((count * 7919) % 200_000);

/**
 * Plays a hypervisor's byte channels over TLS.
 * @param told called with the times of each flood
 * @returns the port of each mode
 */
export async function startSource(
  options: SourceOptions,
  told: (times: FloodTimes) => void,
): Promise<Record<SourceMode, number>> {
  const ports: Partial<Record<SourceMode, number>> = {};
  let tails = 0;
  const play: Readonly<Record<SourceMode, (socket: TLSSocket) => void>> = {
    flood: (socket) => flood(socket, options.floodBytes, told),
    echo: (socket) => echo(socket, undefined),
    chatter: (socket) => echo(socket, { ms: 5, bytes: 10_000 }),
    trickle: (socket) => echo(socket, { ms: 1000, bytes: 2000 }),
    hash: (socket) => hashBothWays(socket, options.hashBytes),
    tail: (socket) => {
      const length = tailLength(tails++);
      const head = Buffer.alloc(8);
      head.writeUInt32BE(length, 4);
      socket.resume();
      // The viewer has a moment to be ready.
      setTimeout(() => socket.end(Buffer.concat([head, Buffer.alloc(length, "t")])), 5);
    },
  };
  for (const mode of sourceModes) {
    const server = createServer({ cert: options.certPem, key: options.keyPem }, (socket) => {
      socket.setNoDelay(true);
      socket.on("error", () => socket.destroy());
      play[mode](socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ports[mode] = (server.address() as { port: number }).port;
  }
  return ports as Record<SourceMode, number>;
}

function echo(socket: TLSSocket, under: { readonly ms: number; readonly bytes: number } | undefined): void {
  socket.on("data", (bytes: Buffer) => socket.write(bytes));
  if (under === undefined) return;
  // Zeroes, so that the echo of a key can be told from the noise.
  const timer = setInterval(() => socket.write(Buffer.alloc(under.bytes)), under.ms);
  socket.on("close", () => clearInterval(timer));
}

function flood(socket: TLSSocket, bytes: number, told: (times: FloodTimes) => void): void {
  let left = bytes;
  let start = 0;
  let waitingSince = 0;
  let longestWaitMs = 0;
  const more = (): void => {
    const now = performance.now();
    if (waitingSince > 0) longestWaitMs = Math.max(longestWaitMs, now - waitingSince);
    start ||= now;
    while (left > 0) {
      const piece = left >= block.length ? block : block.subarray(0, left);
      left -= piece.length;
      if (socket.write(piece)) continue;
      waitingSince = performance.now();
      return;
    }
    socket.end();
    told({ totalMs: performance.now() - start, longestWaitMs });
  };
  socket.on("drain", more);
  socket.on("data", () => undefined);
  // The client has a moment to be ready.
  setTimeout(more, 300);
}

function hashBothWays(socket: TLSSocket, bytes: number): void {
  const hash = createHash("sha256");
  let left = bytes + rfbHello.length;
  let sent = false;
  const finish = (): void => {
    if (left === 0 && sent) socket.end(hash.copy().digest());
  };
  socket.on("data", (data: Buffer) => {
    const hello = Math.max(0, Math.min(data.length, left - bytes));
    left -= data.length;
    hash.update(data.subarray(hello));
    finish();
  });
  const pieces = noise(1, bytes);
  const more = (): void => {
    for (let piece = pieces.next(); piece.done !== true; piece = pieces.next())
      if (!socket.write(piece.value)) return;
    sent = true;
    finish();
  };
  socket.on("drain", () => {
    if (!sent) more();
  });
  more();
}
