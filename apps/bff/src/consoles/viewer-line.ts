import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { ConsoleAddress } from "./console-address.ts";
import type { ConsoleCaller } from "./console-ports.ts";
import { TurnCork } from "./turn-cork.ts";
import type { ViewerSocket } from "./viewer-socket.ts";

/** A viewer's WebSocket and the connection below it. */
export interface ViewerLine {
  readonly socket: WebSocket;
  readonly connection: Duplex;
  readonly address: ConsoleAddress;
  readonly caller: ConsoleCaller;
}

/** What the codes of the WebSocket standard mean here; our own come with a reason. */
const standardCodes: Readonly<Record<number, string>> = {
  1000: "the viewer closed it",
  1001: "the viewer left the page",
  1002: "the viewer broke the rules of WebSockets",
  1003: "the viewer sent what is not understood",
  1005: "the viewer closed it",
  1006: "the connection was cut",
  1007: "the viewer sent what is no text",
  1009: "the viewer sent more than is taken at once",
  1011: "the server failed",
};

/** Why a socket was closed, in words, with the code for who looks it up: `closed: the viewer left the page (1001)`. */
export function closeWords(code: number, reason: string): string {
  const words = reason || standardCodes[code];
  return words === undefined ? `closed (${code})` : `closed: ${words} (${code})`;
}

/** Resolves when the socket has closed, with why, for the audit log. */
export function closing(socket: WebSocket): Promise<string> {
  return new Promise((resolve) => {
    socket.once("close", (code, reason) => resolve(closeWords(code, reason.toString("utf8"))));
  });
}

/** What may wait for a viewer who does not read before nothing more that it says is heard, in bytes. */
const unreadBytes = 1024 * 1024;

/** Hears a viewer no faster than it reads: the answers to one who only talks would fill the memory. */
export function hearAsItReads(
  socket: Pick<WebSocket, "on" | "pause" | "resume" | "isPaused">,
  connection: Duplex,
  events: readonly ("message" | "ping")[],
): void {
  const look = () => {
    if (connection.writableLength <= unreadBytes || socket.isPaused) return;
    socket.pause();
    connection.once("drain", () => socket.resume());
  };
  for (const event of events) socket.on(event, look);
}

/** Hears what a viewer says. Who was sent away may go on sending until he has closed as well: that is not heard. */
export function hearMessages(
  socket: Pick<WebSocket, "on" | "readyState" | "OPEN">,
  hear: (data: Buffer, isBinary: boolean) => void,
): void {
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    if (socket.readyState === socket.OPEN) hear(data, isBinary);
  });
}

/** Bytes of a connection that the network has taken. */
export function takenBytes(connection: Duplex): number {
  const { bytesWritten } = connection as { readonly bytesWritten?: number };
  return (bytesWritten ?? 0) - connection.writableLength;
}

/** The sending side of a WebSocket. */
export function viewerSocket({ socket, connection }: ViewerLine): ViewerSocket {
  const cork = new TurnCork(connection);
  return {
    sendBytes: (bytes, taken) => {
      cork.beforeWrite(bytes.length);
      socket.send(bytes, { binary: true }, taken);
    },
    sendText: (text) => {
      if (socket.readyState === socket.OPEN) socket.send(text);
    },
    close: (code, reason) => socket.close(code, reason),
  };
}
