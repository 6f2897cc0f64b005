/** The encodings of single values. Generated encoders call these methods. */
import type { ExactTime, InterfaceWireType } from "../wire-type.ts";
import { parseBase64, parseMac } from "./byte-text.ts";
import { parseIp } from "./ip-text.ts";
import { bad, NumberWriter, room, uintWidth } from "./number-writer.ts";
import { parseTimeText } from "./time-parse.ts";
import { yearOneToUnix } from "./time-text.ts";

const shortText = 40;

/** How interface values are written; they may bring type definitions into the middle of a message. */
export type InterfaceEncoder = (writer: GobWriter, type: InterfaceWireType, value: unknown) => void;

export class GobWriter extends NumberWriter {
  readonly interfaceValue: InterfaceEncoder;

  /** @param start bytes left free at the beginning, for a length */
  constructor(start: number, maxDepth: number, interfaceValue: InterfaceEncoder) {
    super(start, maxDepth);
    this.interfaceValue = interfaceValue;
  }

  text(value: unknown): void {
    if (typeof value !== "string") throw bad("string");
    const length = value.length;
    this.ensure(length * 3 + room);
    if (length < shortText && this.#ascii(value, length)) return;
    const size = length < shortText ? Buffer.byteLength(value) : this.#longText(value, length);
    if (size < 0) return;
    this.count(size);
    this.pos += this.buf.write(value, this.pos, "utf8");
  }

  /** Writes short ASCII text; false (and nothing written) if it is not ASCII. */
  #ascii(value: string, length: number): boolean {
    const { buf } = this;
    let at = this.pos;
    buf[at++] = length;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      buf[at++] = code;
    }
    this.pos = at;
    return true;
  }

  /** Writes long text if it turns out to be ASCII (returns -1), else returns its size. */
  #longText(value: string, length: number): number {
    const width = uintWidth(length);
    const size = this.buf.write(value, this.pos + width, "utf8");
    if (size !== length) return size;
    this.count(size);
    this.pos += size;
    return -1;
  }

  bytes(value: unknown): void {
    if (!(value instanceof Uint8Array)) throw bad("byte string");
    this.ensure(value.length + room);
    this.count(value.length);
    this.buf.set(value, this.pos);
    this.pos += value.length;
  }

  base64(value: unknown): void {
    if (value instanceof Uint8Array) this.bytes(value);
    else this.bytes(parseBase64(value));
  }

  macText(value: unknown): void {
    this.bytes(parseMac(value));
  }

  ipText(value: unknown): void {
    if (typeof value !== "string") throw bad("IP address");
    if (value === "") this.byte(0);
    else if (!this.#ipv4(value)) {
      const bytes = parseIp(value);
      if (!bytes) throw bad("IP address");
      this.bytes(bytes);
    }
  }

  #ipv4(text: string): boolean {
    this.ensure(room);
    const { buf } = this;
    let at = this.pos;
    buf[at++] = 4;
    let value = -1;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 46) {
        if (value < 0 || at > this.pos + 3) return false;
        buf[at++] = value;
        value = -1;
      } else {
        if (code < 48 || code > 57 || value === 0) return false;
        value = (value < 0 ? 0 : value * 10) + code - 48;
        if (value > 255) return false;
      }
    }
    if (value < 0 || at !== this.pos + 4) return false;
    buf[at++] = value;
    this.pos = at;
    return true;
  }

  timeText(value: unknown): void {
    const time = typeof value === "string" ? parseTimeText(value) : undefined;
    if (!time) throw bad("time");
    this.exactTime(time);
  }

  exactTime(value: ExactTime): void {
    const { unixSeconds, nanoseconds, offsetSeconds } = value;
    this.ensure(room);
    const seconds = offsetSeconds === null ? 0 : offsetSeconds % 60;
    const minutes = offsetSeconds === null ? -1 : Math.trunc(offsetSeconds / 60);
    if ((offsetSeconds !== null && minutes === -1) || Math.abs(minutes) > 0x7fff)
      throw bad("usable zone offset");
    const { buf } = this;
    const at = this.pos;
    buf[at] = seconds === 0 ? 15 : 16;
    buf[at + 1] = seconds === 0 ? 1 : 2;
    if (typeof unixSeconds === "number") {
      const since = unixSeconds + yearOneToUnix;
      const high = Math.floor(since / 0x1_0000_0000);
      buf.writeInt32BE(high, at + 2);
      buf.writeUInt32BE(since - high * 0x1_0000_0000, at + 6);
    } else buf.writeBigInt64BE(unixSeconds + BigInt(yearOneToUnix), at + 2);
    buf.writeUInt32BE(nanoseconds, at + 10);
    buf.writeInt16BE(minutes, at + 14);
    this.pos = at + 16;
    if (seconds !== 0) buf[this.pos++] = seconds & 255;
  }
}
