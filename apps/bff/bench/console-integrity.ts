import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { Duplex, PassThrough } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import { bridgeBytes } from "../src/consoles/byte-bridge.ts";

interface Pair {
  readonly socket: WebSocket;
  /** The hypervisor's end of the channel. */
  readonly far: { readonly toViewer: PassThrough; readonly fromViewer: PassThrough };
  close(): void;
}

/** A viewer and a hypervisor with the VNC bridge between them, over a real WebSocket. */
async function bridged(): Promise<Pair> {
  const toViewer = new PassThrough();
  const fromViewer = new PassThrough();
  const channel = Duplex.from({ readable: toViewer, writable: fromViewer });
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", (socket, request) =>
    bridgeBytes(channel, { socket, connection: request.socket, ended: () => socket.close(1000) }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as { port: number }).port}`, {
    perMessageDeflate: false,
  });
  await once(socket, "open");
  const close = (): void => {
    socket.terminate();
    server.closeAllConnections();
    server.close();
  };
  return { socket, far: { toViewer, fromViewer }, close };
}

/** Random bytes both ways at once through the VNC bridge: hashes must agree. */
export async function measureIntegrity(mib: number): Promise<object> {
  const { socket, far, close } = await bridged();
  const [down, downSeen, up, upSeen] = ["down", "downSeen", "up", "upSeen"].map(() => createHash("sha256"));
  let downBytes = 0;
  let upBytes = 0;
  const total = mib * 1024 * 1024;
  const arrived = new Promise<void>((resolve) => {
    const look = (): void => {
      if (downBytes === total && upBytes === total) resolve();
    };
    socket.on("message", (data: Buffer) => {
      downSeen?.update(data);
      downBytes += data.length;
      look();
    });
    far.fromViewer.on("data", (data: Buffer) => {
      upSeen?.update(data);
      upBytes += data.length;
      look();
    });
  });
  const sendDown = async (): Promise<void> => {
    for (let sent = 0; sent < mib; sent += 1) {
      const bytes = randomBytes(1024 * 1024);
      down?.update(bytes);
      if (!far.toViewer.write(bytes)) await once(far.toViewer, "drain");
    }
  };
  const sendUp = async (): Promise<void> => {
    for (let sent = 0; sent < mib * 8; sent += 1) {
      const bytes = randomBytes(128 * 1024);
      up?.update(bytes);
      await new Promise<void>((resolve) => socket.send(bytes, () => resolve()));
    }
  };
  await Promise.all([sendDown(), sendUp(), arrived]);
  close();
  return {
    mibEachWay: mib,
    downEqual: down?.digest("hex") === downSeen?.digest("hex"),
    upEqual: up?.digest("hex") === upSeen?.digest("hex"),
  };
}

/** Output and a close right behind it: how often the tail was lost. */
export async function measureTails(closes = 1000): Promise<object> {
  let lost = 0;
  for (let number = 0; number < closes; number += 1) {
    const { socket, far, close } = await bridged();
    const size = 1 + ((number * 7919) % 200_000);
    let bytes = 0;
    socket.on("message", (data: Buffer) => {
      bytes += data.length;
    });
    far.toViewer.end(Buffer.alloc(size, number));
    await once(socket, "close");
    if (bytes !== size) lost += 1;
    close();
  }
  return { closes, lost };
}
