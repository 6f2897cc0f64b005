/** Times as bytes: version, seconds since year 1, nanoseconds, minutes (and with version 2 seconds) east of UTC. */
import { GobError } from "./errors.ts";
import { yearOneToUnix } from "./time-text.ts";

/** Throws unless `length` bytes at `start` are a time of a known version. */
export function checkTime(buf: Buffer, start: number, length: number): void {
  const version = buf[start] as number;
  if (length === 0 || !((version === 1 && length === 15) || (version === 2 && length === 16))) {
    throw new GobError("corrupt", "a time has an unknown version or length");
  }
}

/** Seconds since 1970; beyond 2^53 a bigint. */
export function timeSeconds(buf: Buffer, start: number): number | bigint {
  const high = buf.readInt32BE(start + 1);
  const low = buf.readUInt32BE(start + 5);
  if (high >= -0x10_0000 && high < 0x10_0000) return high * 0x1_0000_0000 + low - yearOneToUnix;
  return ((BigInt(high) << 32n) | BigInt(low)) - BigInt(yearOneToUnix);
}

export function timeNanoseconds(buf: Buffer, start: number): number {
  const value = buf.readUInt32BE(start + 9);
  if (value > 999_999_999) throw new GobError("corrupt", "a time has more than a second of nanoseconds");
  return value;
}

/** Seconds east of UTC; null for UTC. */
export function timeOffset(buf: Buffer, start: number): number | null {
  const minutes = buf.readInt16BE(start + 13);
  if (minutes === -1) return null;
  return minutes * 60 + (buf[start] === 2 ? (buf[start + 15] as number) : 0);
}
