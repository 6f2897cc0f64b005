import type { AuditRow, FleetEvent } from "@stackdeck/api-types";
import { type Request, type Response, Router } from "express";
import { invalidInput } from "../api-error.ts";
import { callerOf } from "../caller.ts";
import type { RestDeps } from "../rest-deps.ts";
import { sendRead } from "../sync-route.ts";
import {
  type Cursor,
  encodeCursor,
  type ListQuery,
  pageOf,
  readListQuery,
  wantedFields,
} from "./list-query.ts";
import { selectRows } from "./select-rows.ts";

/** Lines read from the store for one answer at the most: a filter that fits nothing must not read for minutes. */
const mostRead = 20_000;
const readAtOnce = 1000;

/** `/audit`: who did what. `/events`: what happened by itself. */
export function auditRouter(deps: RestDeps): Router {
  const router = Router();
  router.get("/audit", async (request, response) => {
    const query = readListQuery(request, ["fields", "filter", "target", "user", "method"]);
    const { items, next } = await readAudit(deps, query, scopeOf(request, response));
    sendRead(request, response, {
      Items: items.map((row) => wantedFields(row, query)),
      NextCursor: next === undefined ? null : encodeCursor({ index: 0, key: String(next) }),
    });
  });
  router.get("/events", async (request, response) => {
    const query = readListQuery(request, ["filter", "sort", "fields"]);
    const all = [...deps.events.rows()].map(([, row]) => row);
    const keyOf = (row: FleetEvent) => String(row.Id);
    const work = selectRows(all, query, { compile: deps.filters.events, defaultSort: ["-Id"], keyOf });
    const rows = await deps.slices.run(work);
    sendRead(request, response, pageOf(rows, query, keyOf));
  });
  return router;
}

/** Everybody sees what they did themselves; callers with all powers see everything. */
function scopeOf(request: Request, response: Response) {
  const caller = callerOf(response);
  const text = (name: string) => request.query[name] as string | undefined;
  return {
    target: text("target"),
    method: text("method"),
    userName: caller.methods.includes("*.*") ? text("user") : caller.userName,
  };
}

/** A page of lines that match, newest first. `next` is the line to go on after; undefined at the end. */
async function readAudit(
  deps: RestDeps,
  query: ListQuery,
  scope: ReturnType<typeof scopeOf>,
): Promise<{ items: AuditRow[]; next: number | undefined }> {
  const compiled = deps.filters.audit(query.filter);
  if ("error" in compiled) throw invalidInput([{ field: "filter", message: compiled.error }]);
  const items: AuditRow[] = [];
  const step = query.filter === "" ? query.limit : readAtOnce;
  let before = query.cursor === undefined ? undefined : lineOf(query.cursor);
  for (let read = 0; read < mostRead; read += step) {
    const rows = await deps.audit.list({ ...scope, before, limit: step });
    for (const row of rows) {
      before = row.Id;
      if (!compiled.matches(row)) continue;
      items.push(row);
      if (items.length === query.limit) return { items, next: before };
    }
    if (rows.length < step) return { items, next: undefined };
  }
  return { items, next: before };
}

function lineOf(cursor: Cursor): number {
  const line = Number(cursor.key);
  if (Number.isSafeInteger(line)) return line;
  throw invalidInput([{ field: "cursor", message: "is not one that this list gave" }]);
}
