import type { Duplex } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { WebSocket } from "ws";
import { hearMessages } from "./viewer-line.ts";

/** Longest line of the virtualiser that is passed on whole, in characters; beyond, it is cut. */
const maxLine = 1024 * 1024;
/** Longest command, in characters. */
const maxCommand = 64 * 1024;
/** Above this the viewer is too slow and lines are left out, as the hypervisor itself does. In bytes. */
const maxBuffered = 4 * 1024 * 1024;

/**
 * Joins a WebSocket and the virtualiser's monitor: a text frame is a line, both ways.
 * @param ended called when the monitor has closed
 */
export function bridgeManager(
  socket: Pick<WebSocket, "on" | "send" | "readyState" | "OPEN" | "bufferedAmount">,
  channel: Duplex,
  ended: () => void,
): void {
  const lines = new LineSplitter((line) => {
    if (socket.readyState === socket.OPEN && socket.bufferedAmount < maxBuffered) socket.send(line);
  });
  channel.on("data", (bytes: Buffer) => lines.push(bytes));
  channel.on("error", ended);
  channel.on("close", () => {
    lines.end();
    ended();
  });
  channel.on("end", () => channel.destroy());
  hearMessages(socket, (data, isBinary) => {
    const command = isBinary ? undefined : commandOf(data.toString("utf8"));
    if (command === undefined)
      socket.send(JSON.stringify({ error: "one command of JSON in one line, please" }));
    else channel.write(`${command}\r`);
  });
  socket.on("close", () => channel.end(() => channel.destroy()));
}

/** A command is one object of JSON; written again in one line, so that nothing else can ride along. */
function commandOf(text: string): string | undefined {
  if (text.length > maxCommand) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? JSON.stringify(value)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Cuts text into lines, whatever ends them. */
class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  readonly #onLine: (line: string) => void;
  #rest = "";

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(bytes: Buffer): void {
    const parts = (this.#rest + this.#decoder.write(bytes)).split(/[\r\n]+/);
    this.#rest = parts.pop() ?? "";
    for (const part of parts) this.#emit(part);
    if (this.#rest.length > maxLine) this.end();
  }

  end(): void {
    this.#emit(this.#rest);
    this.#rest = "";
  }

  #emit(line: string): void {
    if (line !== "") this.#onLine(line.slice(0, maxLine));
  }
}
