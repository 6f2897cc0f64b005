import type { TimeZone } from "../../ui/appearance.ts";

/** A mark under a chart: where it stands (Unix seconds) and what it says. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  /** 0 is Monday. */
  readonly weekday: number;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const hour = 3600;
const day = 24 * hour;

function fieldsOf(seconds: number, zone: TimeZone): Fields {
  const date = new Date(seconds * 1000);
  return zone === "utc"
    ? {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth(),
        day: date.getUTCDate(),
        hour: date.getUTCHours(),
        weekday: (date.getUTCDay() + 6) % 7,
      }
    : {
        year: date.getFullYear(),
        month: date.getMonth(),
        day: date.getDate(),
        hour: date.getHours(),
        weekday: (date.getDay() + 6) % 7,
      };
}

/** Unix seconds of a time on the calendar; days and months beyond their ends carry over. */
function secondsOf(at: Pick<Fields, "year" | "month" | "day"> & { readonly hour?: number }, zone: TimeZone) {
  const { year, month, day: date, hour: hours = 0 } = at;
  const time =
    zone === "utc" ? Date.UTC(year, month, date, hours) : new Date(year, month, date, hours).getTime();
  return time / 1000;
}

/** First mark at or before the span, and the one after the n-th: hours, days, Mondays or months, as the span asks. */
function marksOf(from: number, to: number, zone: TimeZone): (n: number) => number {
  const first = fieldsOf(from, zone);
  const span = to - from;
  if (span <= 2 * day) return (n) => secondsOf({ ...first, hour: n * 4 }, zone);
  if (span <= 10 * day) return (n) => secondsOf({ ...first, hour: 0, day: first.day + n }, zone);
  if (span <= 62 * day)
    return (n) => secondsOf({ ...first, hour: 0, day: first.day - first.weekday + n * 7 }, zone);
  const step = Math.ceil(span / (240 * day));
  return (n) => secondsOf({ ...first, hour: 0, day: 1, month: first.month + n * step }, zone);
}

function labelOf(at: number, span: number, zone: TimeZone): string {
  const { year, month, day: date, hour: hours } = fieldsOf(at, zone);
  if (span <= 2 * day && hours !== 0) return `${String(hours).padStart(2, "0")}:00`;
  if (span <= 62 * day) return `${months[month]} ${date}`;
  return month === 0 ? String(year) : (months[month] ?? "");
}

/** Marks at round times between two times (Unix seconds), at most about eight. */
export function timeTicks(from: number, to: number, zone: TimeZone): readonly Tick[] {
  const markAt = marksOf(from, to, zone);
  const ticks: Tick[] = [];
  for (let n = 0; markAt(n) <= to && n < 40; n += 1) {
    const at = markAt(n);
    if (at >= from) ticks.push({ at, label: labelOf(at, to - from, zone) });
  }
  return ticks;
}
