import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type ErrorCode, errors } from "@stackdeck/api-types";

const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: "HEADERS_TOO_LARGE",
  ERR_HTTP_REQUEST_TIMEOUT: "REQUEST_TIMEOUT",
};

/** Whoever still sends has so long to see the answer. */
const lingerMs = 1000;

/** Answers what cannot be read as a request, as a problem document like everything else, and closes the connection. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = codes[error.code ?? ""] ?? "INVALID_INPUT";
  const detail = code === "INVALID_INPUT" ? "This is not a request of HTTP." : errors[code].title;
  endWithProblem(socket, code, detail);
}

/** Writes an answer by hand where there is no request to answer, and closes the connection. */
export function endWithProblem(socket: Duplex, code: ErrorCode, detail: string, keptMs = lingerMs): void {
  const { status, title } = errors[code];
  const type = `/api/docs/errors#${code}`;
  const body = JSON.stringify({ type, title, status, detail, code, requestId: randomUUID() });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  // Closed with bytes unread, the connection would be reset, and the answer lost on its way.
  socket.resume();
  setTimeout(() => socket.destroy(), keptMs).unref();
}
