import { Router } from "express";
import { callerOf } from "../caller.ts";
import type { RestDeps } from "../rest-deps.ts";
import { sendRead } from "../sync-route.ts";
import { encodeCursor, readListQuery } from "./list-query.ts";

/** `/audit`: who did what. Everybody sees what they did themselves; callers with all powers see everything. */
export function auditRouter(deps: RestDeps): Router {
  const router = Router();
  router.get("/audit", async (request, response) => {
    const query = readListQuery(request, ["target", "user", "method"]);
    const caller = callerOf(response);
    const text = (name: string) =>
      typeof request.query[name] === "string" ? (request.query[name] as string) : undefined;
    const rows = await deps.audit.list({
      target: text("target"),
      method: text("method"),
      userName: caller.methods.includes("*.*") ? text("user") : caller.userName,
      before: query.cursor === undefined ? undefined : Number(query.cursor),
      limit: query.limit,
    });
    const last = rows.length === query.limit ? rows.at(-1) : undefined;
    sendRead(request, response, { Items: rows, NextCursor: last ? encodeCursor(String(last.Id)) : null });
  });
  return router;
}
