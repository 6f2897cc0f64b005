/** Takes a capture apart into the calls that were made on the connection. */
import { GobDecoder } from "../../src/gob/decoder.ts";
import { JsonTextScanner } from "../../src/transport/json-text.ts";
import type { Capture, Plaintext, RecordedMessage } from "./capture.ts";

export interface Item {
  readonly dir: "c2s" | "s2c";
  readonly kind: "message" | "status" | "line" | "raw";
  readonly bytes: Buffer;
  readonly text: string;
  /** For messages whose type was recorded. */
  readonly type?: string;
  readonly value?: unknown;
}

export interface Call {
  /** As sent, without LF; white space at the ends included. */
  readonly line: string;
  /** Undefined when the server never answered. */
  ack: string | undefined;
  /** The acknowledgement as it went over the line. */
  ackBytes: Buffer;
  readonly items: Item[];
}

export function isPing(call: Call): boolean {
  return call.line.trim() === "";
}

export function isRequestReply(call: Call): boolean {
  return call.items.some((item) => item.kind === "status");
}

/** Items after the answer that no protocol foresees: the peer and we are out of step from there on. */
export function strayItems(call: Call): Item[] {
  if (isPing(call) || call.ack !== "") return call.items.filter((item) => item.dir === "s2c");
  const status = call.items.findIndex((item) => item.kind === "status");
  if (status < 0) return [];
  const answered = call.items[status]?.text === "" ? status + 2 : status + 1;
  return call.items.slice(answered).filter((item) => item.dir === "s2c");
}

/** The calls in order of their method lines. */
export function callsOf(capture: Capture, plaintext: Plaintext): Call[] {
  const builder = new TranscriptBuilder(capture.coder);
  for (const { message, bytes } of merged(capture.messages, plaintext)) {
    if (message.dir === "s2c") builder.fromServer(message, bytes);
    else if (message.kind === "method" || message.kind === "ping") builder.line(bytes);
    else builder.fromClient(message, bytes);
  }
  return builder.calls;
}

interface Piece {
  readonly message: RecordedMessage;
  readonly bytes: Buffer;
}

/** Single recorded bytes in a row become one piece. */
function merged(messages: readonly RecordedMessage[], plaintext: Plaintext): Piece[] {
  const pieces: Piece[] = [];
  for (const message of messages) {
    if (message.kind === "end") continue;
    const bytes = plaintext[message.dir].subarray(message.offset, message.offset + message.length);
    const last = pieces.at(-1);
    if (message.kind === "byte" && last?.message.kind === "byte" && last.message.dir === message.dir) {
      pieces[pieces.length - 1] = { message, bytes: Buffer.concat([last.bytes, bytes]) };
    } else {
      pieces.push({ message, bytes });
    }
  }
  return pieces;
}

class TranscriptBuilder {
  readonly calls: Call[] = [];
  readonly #coder: string;

  constructor(coder: string) {
    this.#coder = coder;
  }

  line(bytes: Buffer): void {
    this.calls.push({
      line: bytes.toString("utf8").replace(/\n$/, ""),
      ack: undefined,
      ackBytes: Buffer.alloc(0),
      items: [],
    });
  }

  fromServer(message: RecordedMessage, bytes: Buffer): void {
    if (message.kind === "ack") {
      const waiting = this.calls.find((call) => call.ack === undefined);
      if (waiting !== undefined) Object.assign(waiting, { ack: message.text ?? "", ackBytes: bytes });
      return;
    }
    const current = this.calls.findLast((call) => call.ack !== undefined);
    current?.items.push(item(message, bytes));
  }

  fromClient(message: RecordedMessage, bytes: Buffer): void {
    const current = this.calls.at(-1);
    if (current === undefined || isOver(current)) this.#lines(bytes);
    else if (message.kind === "message") current.items.push(item(message, bytes));
    else this.#blob(current, message, bytes);
  }

  /** Whole calls that were sent without waiting: a line, a request, and so on. */
  #lines(bytes: Buffer): void {
    const end = bytes.indexOf(10);
    if (end < 0) throw new Error("bytes between calls that are no method line");
    this.line(bytes.subarray(0, end + 1));
    const rest = bytes.subarray(end + 1);
    if (rest.length === 0) return;
    const length = firstMessage(this.#coder, rest);
    const call = this.calls.at(-1) as Call;
    call.items.push(raw(rest.subarray(0, length)));
    if (length < rest.length) this.#lines(rest.subarray(length));
  }

  /** A request with something behind it, or bytes that are none. */
  #blob(call: Call, message: RecordedMessage, bytes: Buffer): void {
    const isFirst = !call.items.some((other) => other.dir === "c2s");
    const length = isFirst ? firstMessage(this.#coder, bytes) : bytes.length;
    call.items.push(raw(bytes.subarray(0, length)));
    const rest = bytes.subarray(length);
    if (rest.length === 0) return;
    if (message.kind.includes("method line")) this.#lines(rest);
    else call.items.push(raw(rest));
  }
}

/** True when the next bytes of the client cannot belong to this call. */
function isOver(call: Call): boolean {
  if (call.ack === undefined) return false;
  if (call.line.trim() === "" || call.ack !== "") return true;
  const status = call.items.find((other) => other.kind === "status");
  if (status === undefined) return false;
  return status.text !== "" || call.items.some((other) => other.dir === "s2c" && other.kind === "message");
}

function item(message: RecordedMessage, bytes: Buffer): Item {
  const kinds: readonly string[] = ["message", "status", "line"];
  const kind = kinds.includes(message.kind) ? (message.kind as Item["kind"]) : "raw";
  const named = message.type === undefined ? {} : { type: message.type, value: message.value };
  return { dir: message.dir, kind, bytes, text: message.text ?? "", ...named };
}

function raw(bytes: Buffer): Item {
  return { dir: "c2s", kind: "raw", bytes, text: "" };
}

/** Length of the coder message at the start; all bytes if there is none. */
function firstMessage(coder: string, bytes: Buffer): number {
  try {
    if (coder === "json") {
      const end = new JsonTextScanner().scan(bytes);
      return end < 0 ? bytes.length : end;
    }
    const decoder = new GobDecoder();
    decoder.push(bytes);
    return decoder.skip() ? bytes.length - decoder.takeRemaining().length : bytes.length;
  } catch {
    return bytes.length;
  }
}
