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
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= zero && code <= nine) {
      part = part * 10 + code - zero;
      digits += 1;
    } else if (code === dot && digits > 0) {
      sum = sum * 256 + part;
      part = 0;
      digits = 0;
      dots += 1;
    } else return undefined;
  }
  return dots === 3 && digits > 0 ? sum * 256 + part : undefined;
}

/** Text sorts without regard to case; IPv4 addresses sort as numbers, before other text. */
function comparableText(text: string): string | number {
  const first = text.charCodeAt(0);
  const address = first >= zero && first <= nine ? ipv4Number(text) : undefined;
  return address ?? text.toLowerCase();
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
