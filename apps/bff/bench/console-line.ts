import { once } from "node:events";
import { connect } from "node:tls";
import { io } from "socket.io-client";
import { WebSocket } from "ws";

/** A client's connection to a console, whatever is in between. */
export interface Line {
  send(bytes: Buffer): void;
  /** Resolves when the network has taken the bytes. */
  sent(bytes: Buffer): Promise<void>;
  onBytes(listener: (bytes: Buffer) => void): void;
  onText(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

const options = { perMessageDeflate: false, maxPayload: 64 * 1024 * 1024 } as const;

/** Through a WebSocket bridge. Nothing is compressed. */
export async function webSocketLine(url: string): Promise<Line> {
  const socket = new WebSocket(url, url.includes("/api/") ? [] : ["binary"], options);
  // Whoever measures listens at once; what comes before is kept for him.
  const early: [Buffer, boolean][] = [];
  const keep = (data: Buffer, binary: boolean): void => void early.push([data, binary]);
  socket.on("message", keep);
  await once(socket, "open");
  const hand = (wanted: boolean, listener: (data: Buffer) => void): void => {
    socket.off("message", keep);
    for (const [data, binary] of early) if (binary === wanted) listener(data);
    socket.on("message", (data: Buffer, binary: boolean) => {
      if (binary === wanted) listener(data);
    });
  };
  return {
    send: (bytes) => socket.send(bytes),
    sent: (bytes) => new Promise((resolve) => socket.send(bytes, () => resolve())),
    onBytes: (listener) => hand(true, listener),
    onText: (listener) => hand(false, (data) => listener(data.toString())),
    onClose: (listener) => {
      socket.on("close", listener);
      socket.on("error", listener);
    },
    close: () => socket.terminate(),
  };
}

/** Straight to the hypervisor: what a bridge adds is the difference to this. */
export async function directLine(port: number): Promise<Line> {
  const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false });
  socket.setNoDelay(true);
  await once(socket, "secureConnect");
  return {
    send: (bytes) => socket.write(bytes),
    sent: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
    onBytes: (listener) => socket.on("data", listener),
    onText: () => undefined,
    onClose: (listener) => {
      socket.on("close", listener);
      socket.on("error", listener);
    },
    close: () => socket.destroy(),
  };
}

/** Through wetty: its page speaks socket.io and says what it has taken. */
export async function wettyLine(port: number): Promise<Line> {
  const socket = io(`http://127.0.0.1:${port}`, { path: "/wetty/socket.io", transports: ["websocket"] });
  const early: Buffer[] = [];
  let listener = (bytes: Buffer): void => void early.push(bytes);
  const over = new Set<() => void>();
  socket.on("data", (text: string) => {
    const bytes = Buffer.from(text);
    socket.emit("commit", text.length);
    listener(bytes);
  });
  for (const name of ["logout", "disconnect"] as const)
    socket.on(name, () => {
      for (const one of over) one();
    });
  await new Promise<void>((resolve) => socket.once("login", resolve));
  return {
    send: (bytes) => socket.emit("input", bytes.toString("latin1")),
    sent: async (bytes) => void socket.emit("input", bytes.toString("latin1")),
    onBytes: (next) => {
      listener = next;
      for (const bytes of early.splice(0)) next(bytes);
    },
    onText: () => undefined,
    onClose: (ended) => over.add(ended),
    close: () => socket.disconnect(),
  };
}
