import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { hostname } from "node:os";
import type { Duplex } from "node:stream";
import { type PageName, pageOf } from "./entrance.ts";
import type { MethodRegistry } from "./method-registry.ts";

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** The web pages that live on the same port; anything but the built-in ones goes to `handler`. */
export function createPages(registry: MethodRegistry, handler: HttpHandler | undefined): Server {
  return createServer((request, response) => {
    const page = pageOf((request.url ?? "").split("?")[0] as string);
    if (page !== undefined) sendText(response, 200, pageText(page, registry));
    else if (handler !== undefined) handler(request, response);
    else sendText(response, 404, "404 page not found\n");
  });
}

/** Hands a connection whose head has been read already to the web server. */
export function servePages(pages: Server, stream: Duplex, head: Buffer): void {
  // The web server insists on CRLF, which we have been more lenient about.
  const text = head.toString("latin1").replace(/\r?\n/g, "\r\n");
  stream.unshift(Buffer.from(text, "latin1"));
  pages.emit("connection", stream);
}

function pageText(page: PageName, registry: MethodRegistry): string {
  if (page === "getHostname") return `${hostname()}\n`;
  const names = registry.names({ publicOnly: page === "listPublicMethods" });
  return names.map((name) => `${name}\n`).join("");
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}
