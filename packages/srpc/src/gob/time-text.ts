/** Times as text (RFC 3339 with up to nine digits) and as `ExactTime`. */
import type { ExactTime } from "../wire-type.ts";
import { latin1At } from "./text.ts";

const secondsPerDay = 86_400;
const daysPerEra = 146_097;
/** Seconds from 0001-01-01 to 1970-01-01. */
export const yearOneToUnix = 62_135_596_800;
export const zeroTimeText = "0001-01-01T00:00:00Z";
export const zeroExactTime: ExactTime = Object.freeze({
  unixSeconds: -yearOneToUnix,
  nanoseconds: 0,
  offsetSeconds: null,
});

const two = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, "0"));

/** Dates formatted so far, by the last bits of their day. */
const cacheSize = 2048;
const cachedDays = new Float64Array(cacheSize).fill(Number.NaN);
const cachedDates: string[] = new Array(cacheSize).fill("");

/** "2026-08-22T" for days since 1970-01-01 (proleptic Gregorian calendar). */
function dayText(day: number): string {
  const slot = ((day % cacheSize) + cacheSize) % cacheSize;
  if (cachedDays[slot] === day) return cachedDates[slot] as string;
  const text = newDayText(day);
  cachedDays[slot] = day;
  cachedDates[slot] = text;
  return text;
}

function newDayText(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${yearText(year)}-${two[month]}-${two[dayOfMonth]}T`;
}

function yearText(year: number): string {
  return year < 0 ? `-${String(-year).padStart(4, "0")}` : String(year).padStart(4, "0");
}

/** Room for "T15:04:05.999999999" of every time that is formatted; short texts are cheapest as one piece. */
const scratch = Buffer.alloc(64);
const digitPairs = Uint8Array.from(
  { length: 200 },
  (_, i) => 48 + (i % 2 === 0 ? Math.floor(i / 20) : (i >> 1) % 10),
);

function putPair(at: number, value: number): void {
  scratch[at] = digitPairs[value * 2] as number;
  scratch[at + 1] = digitPairs[value * 2 + 1] as number;
}

/** Puts "15:04:05" and the fraction of a second at `at`; returns the end. */
function putClock(at: number, inDay: number, nanoseconds: number): number {
  // Whole numbers below 2^31: cutting off with | 0 is cheaper than Math.floor.
  const hours = (inDay / 3600) | 0;
  const inHour = inDay - hours * 3600;
  const minutes = (inHour / 60) | 0;
  putPair(at, hours);
  scratch[at + 2] = 58;
  putPair(at + 3, minutes);
  scratch[at + 5] = 58;
  putPair(at + 6, inHour - minutes * 60);
  if (nanoseconds === 0) return at + 8;
  scratch[at + 8] = 46;
  let rest = nanoseconds | 0;
  for (let digit = at + 16; digit > at + 9; digit -= 2) {
    const hundredth = (rest / 100) | 0;
    putPair(digit, rest - hundredth * 100);
    rest = hundredth;
  }
  scratch[at + 9] = 48 + rest;
  let end = at + 18;
  while (scratch[end - 1] === 48) end--;
  return end;
}

let cachedOffset = 0;
let cachedOffsetText = "Z";

/** "Z", "+05:30", and seconds too ("+00:17:30") where `seconds` is set. */
function offsetText(offsetSeconds: number, seconds: boolean): string {
  if (offsetSeconds === cachedOffset && !seconds) return cachedOffsetText;
  if (offsetSeconds === 0) return "Z";
  const size = Math.abs(offsetSeconds);
  const hours = Math.floor(size / 3600);
  const minutes = Math.floor(size / 60) % 60;
  const rest = size % 60;
  const sign = offsetSeconds < 0 ? "-" : "+";
  const text = `${sign}${two[hours] ?? hours}:${two[minutes]}`;
  if (seconds && rest !== 0) return `${text}:${two[rest]}`;
  cachedOffset = offsetSeconds;
  cachedOffsetText = text;
  return text;
}

/**
 * RFC 3339 text of a moment. With `withOffsetSeconds`, an offset's seconds are shown, which RFC 3339 has no room for.
 * @param offsetSeconds east of UTC, null for UTC
 */
export function timeText(
  unixSeconds: number | bigint,
  nanoseconds: number,
  offsetSeconds: number | null,
  withOffsetSeconds = false,
): string {
  const offset = offsetSeconds ?? 0;
  let day: number;
  let inDay: number;
  if (typeof unixSeconds === "bigint") {
    const local = unixSeconds + BigInt(offset);
    inDay = Number(((local % 86_400n) + 86_400n) % 86_400n);
    day = Number((local - BigInt(inDay)) / 86_400n);
  } else {
    const local = unixSeconds + offset;
    day = Math.floor(local / secondsPerDay);
    inDay = local - day * secondsPerDay;
  }
  const zone = offset === 0 ? "Z" : offsetText(offset, withOffsetSeconds);
  const date = dayText(day);
  if (date.length !== 11) {
    const end = putClock(0, inDay, nanoseconds);
    return date + latin1At(scratch, 0, end) + zone;
  }
  for (let i = 0; i < 11; i++) scratch[i] = date.charCodeAt(i);
  let end = putClock(11, inDay, nanoseconds);
  for (let i = 0; i < zone.length; i++) scratch[end++] = zone.charCodeAt(i);
  return latin1At(scratch, 0, end);
}
