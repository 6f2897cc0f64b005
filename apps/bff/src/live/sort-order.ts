/** Rows of every list are plain objects with scalar, list and tag fields. */
export type AnyRow = object;

/** A row with what it is sorted by, computed once. Immutable: a changed row gets a new entry. */
export interface Entry<Row> {
  readonly id: string;
  readonly row: Row;
  readonly values: readonly (string | number)[];
  /** Number of the row in the index of its list; 0 where there is none. */
  readonly slot: number;
}

/** How a list is ordered. The identifier decides between equals, so the order is total. */
export interface SortOrder {
  /** Normal form, equal for orders that are the same. */
  readonly text: string;
  readonly entryOf: <Row extends AnyRow>(id: string, row: Row, slot?: number) => Entry<Row>;
  readonly compare: (a: Entry<unknown>, b: Entry<unknown>) => number;
}

const zero = 48;
const nine = 57;
const dot = 46;

/** An IPv4 address as a number; undefined for every other text. Called for each row of a large fleet. */
function ipv4Number(text: string): number | undefined {
  if (text.length < 7 || text.length > 15) return undefined;
  let sum = 0;
  let part = -1;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isDigit(code)) {
      if (part === 0) return undefined;
      part = (part < 0 ? 0 : part * 10) + code - zero;
    } else if (code === dot && part >= 0 && part < 256) {
      sum = sum * 256 + part;
      part = -1;
      dots += 1;
    } else return undefined;
  }
  return dots === 3 && part >= 0 && part < 256 ? sum * 256 + part : undefined;
}

/** A moment as RFC 3339 has it. Hypervisors give each in their own time zone, so that text does not sort by time. */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/**
 * Text by which names sort as people count: web-9 before web-10. Before each number stands how many digits it has;
 * where zeros were left out in front of one, the text itself decides between equals.
 */
function naturalText(text: string): string {
  let natural = "";
  let copied = 0;
  let hasZeros = false;
  for (let at = 0; at < text.length; at++) {
    if (!isDigit(text.charCodeAt(at))) continue;
    const start = at;
    while (text.charCodeAt(at) === zero && isDigit(text.charCodeAt(at + 1))) at += 1;
    if (at > start) hasZeros = true;
    let end = at + 1;
    while (isDigit(text.charCodeAt(end))) end += 1;
    natural += text.slice(copied, start) + String.fromCharCode(zero + end - at) + text.slice(at, end);
    copied = end;
    at = end;
  }
  if (copied === 0) return text;
  natural += text.slice(copied);
  return hasZeros ? `${natural}\0${text}` : natural;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

/**
 * Text sorts without regard to case and with numbers in it counted; IPv4 addresses sort as numbers and moments by time,
 * both before other text.
 */
function comparableText(text: string): string | number {
  if (isDigit(text.charCodeAt(0))) {
    const number = moment.test(text) ? Date.parse(text) : ipv4Number(text);
    if (number !== undefined && !Number.isNaN(number)) return number;
  }
  return naturalText(text.toLowerCase());
}

function comparable(value: unknown): string | number {
  if (typeof value === "number") return value;
  if (typeof value === "string") return comparableText(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (Array.isArray(value)) return value.length === 0 ? "" : comparable(value[0]);
  return "";
}

/** The value of a field of a row; `tag:NAME` names a tag. */
export function fieldOf(row: AnyRow, field: string): unknown {
  if (field.startsWith("tag:")) {
    const tags = (row as { Tags?: Record<string, string> }).Tags;
    const name = field.slice(4);
    return tags !== undefined && Object.hasOwn(tags, name) ? tags[name] : "";
  }
  return Object.hasOwn(row, field) ? (row as Record<string, unknown>)[field] : "";
}

function compareValues(a: string | number, b: string | number): number {
  if (a === b) return 0;
  if (typeof a === typeof b) return a < b ? -1 : 1;
  return typeof a === "number" ? -1 : 1;
}

/** Makes the order for sort keys; a leading `-` means descending. */
export function sortOrder(keys: readonly string[]): SortOrder {
  const fields = keys.map((key) => (key.startsWith("-") ? key.slice(1) : key));
  const signs = keys.map((key) => (key.startsWith("-") ? -1 : 1));
  const count = keys.length;
  return {
    text: keys.join(","),
    entryOf: (id, row, slot = 0) => ({
      id,
      row,
      values: fields.map((field) => comparable(fieldOf(row, field))),
      slot,
    }),
    compare: (a, b) => {
      for (let index = 0; index < count; index++) {
        const order = compareValues(a.values[index]!, b.values[index]!);
        if (order !== 0) return order * signs[index]!;
      }
      if (a.id === b.id) return 0;
      return a.id < b.id ? -1 : 1;
    },
  };
}
