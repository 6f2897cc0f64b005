import type { Request, RequestHandler } from "express";
import { invalidInput } from "../api-error.ts";

/** Rows of one answer at the most. */
const maxLimit = 1000;
const defaultLimit = 100;

/** How a list is asked for. */
export interface ListQuery {
  readonly filter: string;
  readonly sort: readonly string[];
  /** Names of the fields wanted; undefined: all. */
  readonly fields: readonly string[] | undefined;
  readonly limit: number;
  /** Where the former page ended. */
  readonly cursor: Cursor | undefined;
}

/** A place in a list. */
export interface Cursor {
  /** Number of rows up to here: where to go on if the row itself is gone. */
  readonly index: number;
  /** Key of the last row. */
  readonly key: string;
}

/** Refuses parameters that a route does not know, and those given more than once. @throws ApiError that names them */
export function requireKnown(request: Request, known: readonly string[]): void {
  for (const [name, value] of Object.entries(request.query)) {
    if (!known.includes(name)) {
      const message = `there is no such parameter; there are: ${known.join(", ") || "none"}`;
      throw invalidInput([{ field: name, message }]);
    }
    if (typeof value !== "string") throw invalidInput([{ field: name, message: "is given more than once" }]);
  }
}

/** For routes that take no parameters: refuses all of them by name. */
export const noQuery: RequestHandler = (request, _response, next) => {
  requireKnown(request, []);
  next();
};

/** Reads `limit`, `cursor` and what else the list takes. @throws ApiError that names what is wrong */
export function readListQuery(request: Request, others: readonly string[]): ListQuery {
  const known = ["limit", "cursor", ...others];
  requireKnown(request, known);
  const text = (name: string) => request.query[name] as string | undefined;
  const limit = Number(text("limit") ?? defaultLimit);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) {
    throw invalidInput([{ field: "limit", message: `must be a whole number from 1 to ${maxLimit}` }]);
  }
  return {
    filter: text("filter") ?? "",
    sort: split(text("sort")) ?? [],
    fields: split(text("fields")),
    limit,
    cursor: decodeCursor(text("cursor")),
  };
}

function split(text: string | undefined): string[] | undefined {
  return text === undefined || text === "" ? undefined : text.split(",").map((part) => part.trim());
}

/** A cursor is opaque to callers. */
export function encodeCursor({ index, key }: Cursor): string {
  return Buffer.from(`${index} ${key}`).toString("base64url");
}

function decodeCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,9}) (.+)$/s.exec(Buffer.from(text.slice(0, 500), "base64url").toString("utf8"));
  if (match !== null) return { index: Number(match[1]), key: match[2] ?? "" };
  throw invalidInput([{ field: "cursor", message: "is not one that this list gave" }]);
}

/** A page: the rows after the cursor, each with the fields asked for, and the cursor of the next page. */
export function pageOf<Row extends object>(
  rows: readonly Row[],
  query: ListQuery,
  keyOf: (row: Row) => string,
): { Items: unknown[]; Total: number; NextCursor: string | null } {
  const start = startOf(rows, query.cursor, keyOf);
  const end = Math.min(start + query.limit, rows.length);
  const items = rows.slice(start, end);
  const last = items.at(-1);
  return {
    Items: items.map((row) => wantedFields(row, query)),
    Total: rows.length,
    NextCursor:
      last !== undefined && end < rows.length ? encodeCursor({ index: end, key: keyOf(last) }) : null,
  };
}

function startOf<Row>(rows: readonly Row[], cursor: Cursor | undefined, keyOf: (row: Row) => string): number {
  if (cursor === undefined) return 0;
  const found = rows.findIndex((row) => keyOf(row) === cursor.key);
  // The row itself may have gone meanwhile: never start over from the first page.
  return found < 0 ? Math.max(0, cursor.index - 1) : found + 1;
}

/** A row with the fields asked for. @throws ApiError that names a field there is not */
export function wantedFields(row: object, query: ListQuery): object {
  return query.fields === undefined ? row : pick(row, query.fields);
}

function pick(row: object, fields: readonly string[]): Record<string, unknown> {
  const entries = Object.entries(row);
  const names = new Set(entries.map(([name]) => name));
  const wrong = fields.find((field) => !names.has(field));
  if (wrong !== undefined) {
    throw invalidInput([
      { field: "fields", message: `there is no field ${wrong}; there are: ${[...names].join(", ")}` },
    ]);
  }
  return Object.fromEntries(entries.filter(([name]) => fields.includes(name)));
}
