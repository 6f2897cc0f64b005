import type { Request } from "express";
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
  /** Key of the last row of the former page. */
  readonly cursor: string | undefined;
}

const known = new Set(["filter", "sort", "fields", "limit", "cursor"]);

/** Reads `filter`, `sort`, `fields`, `limit` and `cursor`. @throws ApiError that names what is wrong */
export function readListQuery(request: Request, extra: readonly string[] = []): ListQuery {
  const text = (name: string): string | undefined => {
    const value = request.query[name];
    if (value === undefined) return undefined;
    if (typeof value !== "string") throw invalidInput([{ field: name, message: "is given more than once" }]);
    return value;
  };
  for (const name of Object.keys(request.query)) {
    if (!known.has(name) && !extra.includes(name))
      throw invalidInput([{ field: name, message: "there is no such parameter" }]);
  }
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

/** A cursor is opaque to callers: the key of the last row they have. */
export function encodeCursor(key: string): string {
  return Buffer.from(key).toString("base64url");
}

function decodeCursor(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text.slice(0, 500), "base64url").toString("utf8");
}

/** A page: the rows after the cursor, each with the fields asked for, and the cursor of the next page. */
export function pageOf<Row extends object>(
  rows: readonly Row[],
  query: ListQuery,
  keyOf: (row: Row) => string,
): { Items: unknown[]; Total: number; NextCursor: string | null } {
  const after = query.cursor === undefined ? -1 : rows.findIndex((row) => keyOf(row) === query.cursor);
  const items = rows.slice(after + 1, after + 1 + query.limit);
  const last = items.at(-1);
  const more = last !== undefined && after + 1 + items.length < rows.length;
  return {
    Items: query.fields === undefined ? items : items.map((row) => pick(row, query.fields ?? [])),
    Total: rows.length,
    NextCursor: more ? encodeCursor(keyOf(last)) : null,
  };
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
