import { EventEmitter } from "node:events";
import type { SerialServerMessage } from "@stackdeck/api-types";
import type { ConsoleCaller } from "../../src/consoles/console-ports.ts";
import type { SerialAttachRequest } from "../../src/consoles/serial-session.ts";
import type { ViewerSocket } from "../../src/consoles/viewer-socket.ts";

/** A viewer's connection; takes bytes at once unless told to be slow. */
export class FakeSocket implements ViewerSocket {
  readonly messages: SerialServerMessage[] = [];
  /** Bytes and messages in the order they were sent: marks as `«text»`, skips as `«n skipped»`. */
  transcript = "";
  bytes = 0;
  closed: { code: number; reason: string } | undefined;
  slow = false;
  #waiting: (() => void)[] = [];

  sendBytes(bytes: Buffer, taken: () => void): void {
    this.bytes += bytes.length;
    if (bytes.length < 10_000) this.transcript += bytes.toString();
    this.#waiting.push(taken);
    if (!this.slow) this.take();
  }

  sendText(text: string): void {
    const message = JSON.parse(text) as SerialServerMessage;
    this.messages.push(message);
    if (message.type === "mark") this.transcript += `«${message.kind}»`;
    if (message.type === "skipped") this.transcript += `«${message.bytes} skipped»`;
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  /** The network takes what waits. */
  take(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const taken of waiting) taken();
  }

  last<T extends SerialServerMessage["type"]>(
    type: T,
  ): Extract<SerialServerMessage, { type: T }> | undefined {
    return this.messages.findLast((message) => message.type === type) as
      | Extract<SerialServerMessage, { type: T }>
      | undefined;
  }
}

/** A WebSocket of a viewer as the bridges see it; takes bytes at once unless told to be slow. */
export class FakeWebSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState: 0 | 1 | 2 | 3 = 1;
  readonly sent: (Buffer | string)[] = [];
  readonly pings: number[] = [];
  closing: { code: number; reason: string } | undefined;
  bufferedAmount = 0;
  isPaused = false;
  terminated = false;
  slow = false;
  #waiting: (() => void)[] = [];

  send(data: Buffer | string, _options?: unknown, taken: () => void = () => undefined): void {
    this.sent.push(typeof data === "string" ? data : Buffer.from(data));
    this.#waiting.push(taken);
    if (!this.slow) this.take();
  }

  /** The network takes what waits. */
  take(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const taken of waiting) taken();
  }

  get received(): string {
    return this.sent.map((data) => data.toString()).join("");
  }

  /** The viewer sends bytes. */
  says(bytes: Buffer | string): void {
    this.emit("message", Buffer.from(bytes), typeof bytes !== "string");
  }

  close(code: number, reason: string): void {
    if (this.readyState > 1) return;
    this.readyState = 2;
    this.closing = { code, reason };
  }

  /** The connection is gone. */
  gone(): void {
    this.readyState = 3;
    this.emit("close", this.closing?.code ?? 1006, Buffer.from(this.closing?.reason ?? ""));
  }

  terminate(): void {
    this.terminated = true;
    this.gone();
  }

  ping(): void {
    this.pings.push(this.pings.length);
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }
}

/** Somebody; `rights` are what may be done. */
export function caller(
  userName: string,
  rights = ["watch", "write", "vnc"],
): ConsoleCaller & { logout(): void } {
  const end = new AbortController();
  return {
    userName,
    remoteAddress: "192.0.2.1",
    sessionEnd: end.signal,
    may: (what) => rights.includes(what),
    logout: () => end.abort(),
  };
}

export const freshRequest: SerialAttachRequest = {
  resume: undefined,
  wantsKeyboard: true,
  acknowledges: false,
  plain: false,
  wholeHistory: false,
  size: { cols: 80, rows: 24 },
};
