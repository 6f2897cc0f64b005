import { createServer, type TLSSocket } from "node:tls";

/** What the imitated hypervisor does with a connection, by port. */
export type SourceMode = "flood" | "echo" | "chatter" | "trickle";
export const sourceModes: readonly SourceMode[] = ["flood", "echo", "chatter", "trickle"];

/** One block of what looks like terminal output. */
const block = Buffer.from("the quick brown fox jumps over the lazy dog 0123456789 ABCDEF\r\n".repeat(1024));

/**
 * Plays a hypervisor's byte channels over TLS. `flood`: so many bytes and closes. `echo`: gives back what it is told.
 * `chatter`: the same, under 2 MB/s of output. `trickle`: the same, under 2 KB/s.
 * @returns the port of each mode
 */
export async function startSource(
  pair: { readonly certPem: string; readonly keyPem: string },
  floodBytes: number,
): Promise<Record<SourceMode, number>> {
  const ports: Partial<Record<SourceMode, number>> = {};
  for (const mode of sourceModes) {
    const server = createServer({ cert: pair.certPem, key: pair.keyPem }, (socket) => {
      socket.setNoDelay(true);
      socket.on("error", () => socket.destroy());
      serve(mode, socket, floodBytes);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ports[mode] = (server.address() as { port: number }).port;
  }
  return ports as Record<SourceMode, number>;
}

function serve(mode: SourceMode, socket: TLSSocket, floodBytes: number): void {
  if (mode === "flood") flood(socket, floodBytes);
  else {
    socket.on("data", (bytes: Buffer) => socket.write(bytes));
    const noise = mode === "chatter" ? { ms: 5, bytes: 10_000 } : { ms: 1000, bytes: 2000 };
    if (mode === "echo") return;
    // Zeroes, so that the echo of a key can be told from the noise.
    const timer = setInterval(() => socket.write(Buffer.alloc(noise.bytes)), noise.ms);
    socket.on("close", () => clearInterval(timer));
  }
}

function flood(socket: TLSSocket, bytes: number): void {
  let left = bytes;
  const more = (): void => {
    while (left > 0) {
      const piece = left >= block.length ? block : block.subarray(0, left);
      left -= piece.length;
      if (!socket.write(piece)) return;
    }
    socket.end();
  };
  socket.on("drain", more);
  socket.on("data", () => undefined);
  // The client has a moment to be ready.
  setTimeout(more, 200);
}
