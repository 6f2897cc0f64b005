import { Router } from "express";
import { maxTokenDays } from "../../auth/api-tokens.ts";
import { invalidInput } from "../api-error.ts";
import { callerOf } from "../caller.ts";
import { runMutation, sendJson } from "../mutation.ts";
import { fromCode } from "../problem.ts";
import type { RestDeps } from "../rest-deps.ts";
import { sendRead } from "../sync-route.ts";

/** `/tokens` and `/views`: what belongs to the user who asks. */
export function accountRouter(deps: RestDeps): Router {
  const router = Router();
  addTokens(router, deps);
  addViews(router, deps);
  return router;
}

function addTokens(router: Router, deps: RestDeps): void {
  router.get("/tokens", async (request, response) => {
    sendRead(request, response, { Items: await deps.tokens.list(callerOf(response).userName) });
  });
  router.post("/tokens", async (request, response) => {
    const caller = callerOf(response);
    // A token that could make tokens would outlive its own end.
    if (caller.via === "token")
      throw fromCode("FORBIDDEN", { detail: "API tokens are made in the browser only." });
    const wish = readTokenWish(request.body);
    const record = { method: "CreateApiToken", target: wish.name, hypervisor: "" };
    const answer = await runMutation(deps, { request, response, record }, async () => {
      const { token, secret } = await deps.tokens.create(caller.userName, wish);
      return { status: 201, body: { ...token, Secret: secret }, headers: { "Cache-Control": "no-store" } };
    });
    sendJson(response, answer);
  });
  router.delete("/tokens/:id", async (request, response) => {
    const record = { method: "RevokeApiToken", target: String(request.params.id), hypervisor: "" };
    const answer = await runMutation(deps, { request, response, record }, async () => {
      const revoked = await deps.tokens.revoke(callerOf(response).userName, String(request.params.id));
      if (!revoked) throw fromCode("NOT_FOUND", { detail: "You have no such token." });
      return { status: 204, body: undefined };
    });
    sendJson(response, answer);
  });
}

function readTokenWish(body: unknown): { name: string; days: number; mayChange: boolean } {
  const { Name, Days, MayChange } = (body ?? {}) as { Name?: unknown; Days?: unknown; MayChange?: unknown };
  const errors: { field: string; message: string }[] = [];
  if (typeof Name !== "string" || Name.trim() === "" || Name.length > 100) {
    errors.push({ field: "Name", message: "must have 1 to 100 characters" });
  }
  if (typeof Days !== "number" || !Number.isInteger(Days) || Days < 1 || Days > maxTokenDays) {
    errors.push({ field: "Days", message: `must be a whole number from 1 to ${maxTokenDays}` });
  }
  if (MayChange !== undefined && typeof MayChange !== "boolean") {
    errors.push({ field: "MayChange", message: "must be true or false" });
  }
  if (errors.length > 0) throw invalidInput(errors);
  return { name: String(Name).trim(), days: Number(Days), mayChange: MayChange === true };
}

function addViews(router: Router, deps: RestDeps): void {
  router.get("/views", async (request, response) => {
    sendRead(request, response, { Items: await deps.views.list(callerOf(response).userName) });
  });
  router.put("/views", async (request, response) => {
    const { Noun, Name, Query, Default } = (request.body ?? {}) as Record<string, unknown>;
    const texts = { Noun, Name, Query };
    const wrong = Object.entries(texts).filter(
      ([, value]) => typeof value !== "string" || value.length > 2000,
    );
    if (wrong.length > 0)
      throw invalidInput(
        wrong.map(([field]) => ({ field, message: "must be a text of at most 2000 characters" })),
      );
    const view = { Noun: String(Noun), Name: String(Name), Query: String(Query), Default: Default === true };
    await deps.views.save(callerOf(response).userName, view);
    response.status(204).end();
  });
  router.delete("/views/:id", async (request, response) => {
    const removed = await deps.views.remove(callerOf(response).userName, String(request.params.id));
    if (!removed) throw fromCode("NOT_FOUND", { detail: "You have no such view." });
    response.status(204).end();
  });
}
