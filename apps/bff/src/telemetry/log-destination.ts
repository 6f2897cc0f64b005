import { constants, fstatSync, openSync } from "node:fs";
import { Socket } from "node:net";
import pino from "pino";

/** Where the log goes. */
export interface LogDestination {
  write(line: string): void;
  /** Lets what waits leave, but not for ever, and lets go. */
  close(): Promise<void>;
}

/** What may wait for a reader that does not read, in bytes; beyond it lines are left out. */
const maxWaiting = 1024 * 1024;
const flushMs = 500;

/** The log's way out, by default standard error: nobody who does not read it holds up the server or its end. */
export function logDestination(fd = 2): LogDestination {
  const kind = fstatSync(fd);
  return kind.isFIFO() || kind.isSocket() ? new PipeDestination(fd) : toFile(fd);
}

/** Files and terminals. A full disk loses lines, nothing else. */
function toFile(fd: number): LogDestination {
  const stream = pino.destination({ fd, sync: false, maxLength: maxWaiting });
  stream.on("error", () => {});
  return {
    write: (line) => void stream.write(line),
    close: () => new Promise((resolve) => stream.flush(() => resolve())),
  };
}

/** A pipe or socket: written without ever waiting in the system, where a full one would hold a thread for good. */
class PipeDestination implements LogDestination {
  readonly #socket: Socket;
  #leftOut = 0;

  constructor(fd: number) {
    this.#socket = new Socket({ fd: ownDescriptor(fd), readable: false, writable: true });
    this.#socket.on("error", () => {});
    this.#socket.unref();
  }

  write(line: string): void {
    if (this.#socket.destroyed || this.#socket.writableLength > maxWaiting) {
      this.#leftOut += 1;
      return;
    }
    if (this.#leftOut > 0) this.#socket.write(leftOutLine(this.#leftOut));
    this.#leftOut = 0;
    this.#socket.write(line);
  }

  async close(): Promise<void> {
    if (this.#socket.writableLength > 0 && !this.#socket.destroyed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, flushMs);
        this.#socket.once("drain", () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    this.#socket.destroy();
  }
}

/** A pipe opened anew does not share its mode with whoever else writes to it. Sockets cannot be opened so. */
function ownDescriptor(fd: number): number {
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return fd;
  }
}

function leftOutLine(count: number): string {
  const line = {
    level: 40,
    time: new Date().toISOString(),
    count,
    msg: "log lines were left out: nobody read",
  };
  return `${JSON.stringify(line)}\n`;
}
