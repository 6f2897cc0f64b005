import { Router } from "express";
import { invalidInput } from "../api-error.ts";
import { callerOf } from "../caller.ts";
import type { RestDeps } from "../rest-deps.ts";
import { sendRead } from "../sync-route.ts";
import { type Cursor, encodeCursor, readListQuery, wantedFields } from "./list-query.ts";

/** `/audit`: who did what. Everybody sees what they did themselves; callers with all powers see everything. */
export function auditRouter(deps: RestDeps): Router {
  const router = Router();
  router.get("/audit", async (request, response) => {
    const query = readListQuery(request, ["fields", "target", "user", "method"]);
    const caller = callerOf(response);
    const text = (name: string) =>
      typeof request.query[name] === "string" ? (request.query[name] as string) : undefined;
    const rows = await deps.audit.list({
      target: text("target"),
      method: text("method"),
      userName: caller.methods.includes("*.*") ? text("user") : caller.userName,
      before: query.cursor === undefined ? undefined : lineOf(query.cursor),
      limit: query.limit,
    });
    const last = rows.length === query.limit ? rows.at(-1) : undefined;
    sendRead(request, response, {
      Items: rows.map((row) => wantedFields(row, query)),
      NextCursor: last ? encodeCursor({ index: 0, key: String(last.Id) }) : null,
    });
  });
  return router;
}

function lineOf(cursor: Cursor): number {
  const line = Number(cursor.key);
  if (Number.isSafeInteger(line)) return line;
  throw invalidInput([{ field: "cursor", message: "is not one that this list gave" }]);
}
