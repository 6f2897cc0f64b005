/** Times from RFC 3339 text. */
import type { ExactTime } from "../wire-type.ts";

/** Codes of the characters that a time in text has. */
const [dot, plus, minus, digitZero, letterZ] = [46, 43, 45, 48, 90];

const secondsPerDay = 86_400;
const daysPerEra = 146_097;

/** Days since 1970-01-01 of a date; month from 1. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysPerEra + dayOfEra - 719_468;
}

const timePattern =
  /^(-?\d{4,12})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d)(?::(\d\d))?)$/;

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A moment from RFC 3339 text ("Z" gives UTC); undefined if it is none. */
export function parseTimeText(text: string): ExactTime | undefined {
  return parseUsual(text) ?? parseAny(text);
}

/** The number in two digits at `at`; NaN if they are none. */
function pairAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - digitZero;
  const ones = text.charCodeAt(at + 1) - digitZero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** As `parseAny`, without its cost, for years of four digits and whole minutes of offset; undefined for the rest. */
function parseUsual(text: string): ExactTime | undefined {
  const year = pairAt(text, 0) * 100 + pairAt(text, 2);
  const [month, day] = [pairAt(text, 5), pairAt(text, 8)];
  const [hour, minute, second] = [pairAt(text, 11), pairAt(text, 14), pairAt(text, 17)];
  const marks =
    text[4] === "-" && text[7] === "-" && text[10] === "T" && text[13] === ":" && text[16] === ":";
  // Days from the 29th need a calendar.
  if (!marks || !(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28)) return undefined;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return undefined;
  let at = 19;
  let nanoseconds = 0;
  if (text.charCodeAt(at) === dot) {
    let unit = 1e9;
    for (at++; at < text.length && unit > 1; at++) {
      const digit = text.charCodeAt(at) - digitZero;
      if (digit < 0 || digit > 9) break;
      unit /= 10;
      nanoseconds += digit * unit;
    }
    if (at === 20) return undefined;
  }
  const zone = text.charCodeAt(at);
  let offsetSeconds: number | null = null;
  if (zone === plus || zone === minus) {
    const offset = pairAt(text, at + 1) * 3600 + pairAt(text, at + 4) * 60;
    if (!(offset >= 0) || text[at + 3] !== ":" || text.length !== at + 6) return undefined;
    offsetSeconds = zone === plus ? offset : -offset;
  } else if (zone !== letterZ || text.length !== at + 1) return undefined;
  const inDay = hour * 3600 + minute * 60 + second - (offsetSeconds ?? 0);
  return { unixSeconds: dayNumber(year, month, day) * secondsPerDay + inDay, nanoseconds, offsetSeconds };
}

function parseAny(text: string): ExactTime | undefined {
  const match = timePattern.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
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
