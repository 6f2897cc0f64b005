/** Times as text (RFC 3339 with up to nine digits) and as `ExactTime`. */
import type { ExactTime } from "../wire-type.ts";

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
const three = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, "0"));
const twoColon = two.map((text) => `${text}:`);

let cachedDay = Number.NaN;
let cachedDayText = "";

/** "2026-08-22T" for days since 1970-01-01 (proleptic Gregorian calendar). */
function dayText(day: number): string {
  if (day === cachedDay) return cachedDayText;
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
  cachedDay = day;
  cachedDayText = `${yearText(year)}-${two[month]}-${two[dayOfMonth]}T`;
  return cachedDayText;
}

function yearText(year: number): string {
  return year < 0 ? `-${String(-year).padStart(4, "0")}` : String(year).padStart(4, "0");
}

/** Days since 1970-01-01 of a date; month from 1. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysPerEra + dayOfEra - 719_468;
}

function fraction(nanoseconds: number): string {
  if (nanoseconds === 0) return "";
  const low = nanoseconds % 1000;
  const rest = (nanoseconds - low) / 1000;
  const middle = rest % 1000;
  const high = (rest - middle) / 1000;
  if (low !== 0) return trimZeros(`.${three[high]}${three[middle]}${three[low]}`);
  return trimZeros(middle !== 0 ? `.${three[high]}${three[middle]}` : `.${three[high]}`);
}

function trimZeros(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  return end === text.length ? text : text.slice(0, end);
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
  const hours = Math.floor(inDay / 3600);
  const inHour = inDay - hours * 3600;
  const minutes = Math.floor(inHour / 60);
  const clock = (twoColon[hours] as string) + twoColon[minutes] + two[inHour - minutes * 60];
  const zone = offset === 0 ? "Z" : offsetText(offset, withOffsetSeconds);
  return dayText(day) + clock + fraction(nanoseconds) + zone;
}

const timePattern =
  /^(-?\d{4,12})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d)(?::(\d\d))?)$/;

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A moment from RFC 3339 text ("Z" gives UTC); undefined if it is none. */
export function parseTimeText(text: string): ExactTime | undefined {
  const match = timePattern.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lastDay = month === 2 && !leap ? 28 : (daysInMonth[month - 1] ?? 0);
  if (day < 1 || day > lastDay || hour > 23 || minute > 59 || second > 59) return undefined;
  const nanoseconds = Number((match[7] ?? "").slice(0, 9).padEnd(9, "0"));
  const sign = match[8] === "-" ? -1 : 1;
  const offsetSeconds =
    match[8] === undefined
      ? null
      : sign * (Number(match[9]) * 3600 + Number(match[10]) * 60 + Number(match[11] ?? 0));
  const inDay = hour * 3600 + minute * 60 + second - (offsetSeconds ?? 0);
  const days = dayNumber(year, month, day);
  const seconds = days * secondsPerDay + inDay;
  const exact = Number.isSafeInteger(seconds) ? seconds : BigInt(days) * 86_400n + BigInt(inDay);
  return { unixSeconds: exact, nanoseconds, offsetSeconds };
}
