import type { SerialServerMessage } from "@stackdeck/api-types";
import { type ConsoleLink, type ConsoleTransport, consolePath, webSocketTransport } from "./console-link.ts";

/**
 * Reads all bytes the server keeps of a serial console, up to now.
 * @throws Error when the server closes before that
 */
export function readWholeHistory(
  ip: string,
  transport: ConsoleTransport = webSocketTransport,
): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    let offset = 0;
    let end = Number.POSITIVE_INFINITY;
    let done = false;
    const finish = (): void => {
      if (done || offset < end) return;
      done = true;
      link.close();
      resolve(new Blob(pieces as Uint8Array<ArrayBuffer>[], { type: "application/octet-stream" }));
    };
    const link: ConsoleLink = transport(`${consolePath(ip, "serial")}?mode=watch&history=all`, {
      opened: () => undefined,
      bytes: (bytes) => {
        offset += bytes.length;
        pieces.push(bytes);
        finish();
      },
      text: (text) => {
        const message = JSON.parse(text) as SerialServerMessage;
        if (message.type === "attached") link.sendText(JSON.stringify({ type: "ping", id: 1 }));
        if (message.type === "pong") end = message.end;
        else if ("offset" in message) offset = message.offset;
        finish();
      },
      closed: (_code, reason) => {
        if (!done) reject(new Error(reason || "The connection was lost."));
      },
    });
  });
}
