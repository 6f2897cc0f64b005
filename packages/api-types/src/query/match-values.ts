import { parseDuration } from "../formats/durations.ts";
import { parseBytes, parseMiB, parseMilliCpus } from "../formats/numbers.ts";
import { isTimeText } from "../wire/text-forms.ts";
import type { QueryOperator, QueryValue } from "./ast.ts";

/** Thrown while compiling when a value cannot be meant; the message is for people. */
export class ValueFault extends Error {}

/** Tells whether a text is meant by a value: pattern with wildcards, or the same but for case. */
export function textTest(value: QueryValue, literal: boolean): (text: string) => boolean {
  if (!literal && !value.quoted && /[*?]/.test(value.text)) return wildcardTest(value.text);
  const wanted = value.text;
  const lower = wanted.toLowerCase();
  const length = wanted.length;
  return (text) => text.length === length && (text === wanted || text.toLowerCase() === lower);
}

/** Tells whether a text contains a word, case aside; a word with wildcards must match the whole text. */
export function containsTest(value: QueryValue): (text: string) => boolean {
  if (!value.quoted && /[*?]/.test(value.text)) return wildcardTest(value.text);
  const wanted = value.text.toLowerCase();
  return (text) => text.toLowerCase().includes(wanted);
}

/**
 * Tells whether the whole text fits a pattern. Pieces between asterisks are looked for from the left, so a text costs at
 * most its length times the pattern's, however the pattern is made.
 */
function wildcardTest(pattern: string): (text: string) => boolean {
  const pieces = pattern.toLowerCase().split(/\*+/);
  const [first = "", ...rest] = pieces;
  const last = rest.pop();
  return (given) => {
    const text = given.toLowerCase();
    if (last === undefined) return text.length === first.length && fits(first, text, 0);
    if (!fits(first, text, 0)) return false;
    let at = first.length;
    for (const piece of rest) {
      const found = findPiece(piece, text, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    const lastAt = text.length - last.length;
    return lastAt >= at && fits(last, text, lastAt);
  };
}

function findPiece(piece: string, text: string, from: number): number {
  if (!piece.includes("?")) return text.indexOf(piece, from);
  for (let at = from; at + piece.length <= text.length; at++) if (fits(piece, text, at)) return at;
  return -1;
}

function fits(piece: string, text: string, at: number): boolean {
  if (!piece.includes("?")) return text.startsWith(piece, at);
  if (at + piece.length > text.length) return false;
  for (let i = 0; i < piece.length; i++) if (piece[i] !== "?" && piece[i] !== text[at + i]) return false;
  return true;
}

const numberForms = {
  number: { parse: parsePlain, hint: "a number such as 3" },
  bytes: { parse: parseBytes, hint: "a size such as 20G or 512M" },
  mebibytes: { parse: parseMiB, hint: "a size such as 8G, or a number of MiB" },
  milliCpus: { parse: parseMilliCpus, hint: "a number of CPUs such as 1.5, or 500m" },
} as const;

export type NumberForm = keyof typeof numberForms;

/** Tells whether a number stands in the relation to the value. */
export function numberTest(
  form: NumberForm,
  operator: QueryOperator,
  value: QueryValue,
): (x: number) => boolean {
  const limit = numberForms[form].parse(value.text);
  if (limit === undefined) throw new ValueFault(`This must be ${numberForms[form].hint}.`);
  switch (operator) {
    case "<":
      return (x) => x < limit;
    case "<=":
      return (x) => x <= limit;
    case ">":
      return (x) => x > limit;
    case ">=":
      return (x) => x >= limit;
    default:
      return (x) => x === limit;
  }
}

function parsePlain(text: string): number | undefined {
  return /^\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
}

/**
 * Tells whether a time stands in the relation to the value: an age (`<7d` is younger than a week), a moment or a day
 * (`<2026-01-31` is before it). Moments that are not known match nothing but `never`.
 */
export function timeTest(operator: QueryOperator, value: QueryValue, now: number): (time: string) => boolean {
  const isEquality = operator === ":" || operator === "=" || operator === "!=";
  if (value.text.toLowerCase() === "never" && isEquality) return (time) => time === "";
  const age = /^\d/.test(value.text) ? parseDuration(value.text) : undefined;
  if (age !== undefined && /[a-z]$/i.test(value.text)) {
    if (isEquality) throw new ValueFault("An age needs < or >, for example <7d.");
    const moment = new Date(now - age / 1e6);
    if (Number.isNaN(moment.getTime())) throw new ValueFault("This age goes too far back.");
    return compareTimes(mirrored(operator), moment.toISOString());
  }
  if (/^\d{4}-\d\d-\d\d$/.test(value.text) && isTimeText(`${value.text}T00:00:00Z`)) {
    return dayTest(operator, value.text);
  }
  if (isTimeText(value.text)) return compareTimes(operator, new Date(value.text).toISOString());
  throw new ValueFault("This must be an age such as 7d or 12h, or a date such as 2026-01-31.");
}

function dayTest(operator: QueryOperator, day: string): (time: string) => boolean {
  const start = `${day}T00:00:00.000Z`;
  const end = new Date(Date.parse(start) + 86_400_000).toISOString();
  const isBefore = compareTimes("<", start);
  const isBeforeEnd = compareTimes("<", end);
  switch (operator) {
    case "<":
      return isBefore;
    case "<=":
      return isBeforeEnd;
    case ">":
      return (time) => time !== "" && !isBeforeEnd(time);
    case ">=":
      return (time) => time !== "" && !isBefore(time);
    default:
      return (time) => time !== "" && !isBefore(time) && isBeforeEnd(time);
  }
}

/** A smaller age is a later moment. */
function mirrored(operator: QueryOperator): QueryOperator {
  const mirror: Partial<Record<QueryOperator, QueryOperator>> = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
  };
  return mirror[operator] ?? operator;
}

/**
 * Compares moments to the second. UTC texts are compared as they are, which is much cheaper than parsing every row: the
 * limit without its end is a prefix of all texts within that second and smaller than them.
 */
function compareTimes(operator: QueryOperator, limit: string): (time: string) => boolean {
  const start = limit.slice(0, 19);
  const next = new Date(Date.parse(`${start}Z`) + 1000).toISOString().slice(0, 19);
  const utc = (time: string) => (time === "" || time.endsWith("Z") ? time : inUtc(time));
  switch (operator) {
    case "<":
      return (time) => time !== "" && utc(time) < start;
    case "<=":
      return (time) => time !== "" && utc(time) < next;
    case ">":
      return (time) => utc(time) >= next;
    case ">=":
      return (time) => utc(time) >= start;
    default:
      return (time) => utc(time) >= start && utc(time) < next;
  }
}

function inUtc(time: string): string {
  const moment = new Date(time);
  return Number.isNaN(moment.getTime()) ? "" : moment.toISOString();
}
