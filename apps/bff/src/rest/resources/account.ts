import type { SavedView } from "@stackdeck/api-types";
import { Router } from "express";
import { maxTokenDays } from "../../auth/api-tokens.ts";
import { maxSavedViews } from "../../store/saved-views.ts";
import { invalidInput } from "../api-error.ts";
import { callerOf } from "../caller.ts";
import { ownBody } from "../input.ts";
import { runMutation, sendJson } from "../mutation.ts";
import { fromCode } from "../problem.ts";
import type { RestDeps } from "../rest-deps.ts";
import { sendRead } from "../sync-route.ts";
import { noQuery } from "./list-query.ts";

/** `/tokens` and `/views`: what belongs to the user who asks. */
export function accountRouter(deps: RestDeps): Router {
  const router = Router();
  addTokens(router, deps);
  addViews(router, deps);
  return router;
}

function addTokens(router: Router, deps: RestDeps): void {
  router.get("/tokens", noQuery, async (request, response) => {
    sendRead(request, response, { Items: await deps.tokens.list(callerOf(response).userName) });
  });
  router.post("/tokens", async (request, response) => {
    const caller = callerOf(response);
    // A token that could make tokens would outlive its own end.
    if (caller.via === "token")
      throw fromCode("FORBIDDEN", { detail: "API tokens are made in the browser only." });
    const wish = readTokenWish(ownBody(request, ["Name", "Days", "MayChange"]));
    const record = { method: "CreateApiToken", target: wish.name, hypervisor: "" };
    const answer = await runMutation(deps, { request, response, record }, async () => {
      const { token, secret } = await deps.tokens.create(caller.userName, wish);
      const headers = { "Cache-Control": "no-store" };
      return { status: 201, body: { ...token, Secret: secret }, kept: token, headers };
    });
    sendJson(response, answer);
  });
  router.delete("/tokens/:id", noQuery, async (request, response) => {
    const record = { method: "RevokeApiToken", target: String(request.params.id), hypervisor: "" };
    const answer = await runMutation(deps, { request, response, record }, async () => {
      const revoked = await deps.tokens.revoke(callerOf(response).userName, String(request.params.id));
      if (!revoked) throw fromCode("NOT_FOUND", { detail: "You have no such token." });
      return { status: 204, body: undefined };
    });
    sendJson(response, answer);
  });
}

function readTokenWish({ Name, Days, MayChange }: Record<string, unknown>): {
  name: string;
  days: number;
  mayChange: boolean;
} {
  const errors: { field: string; message: string }[] = [];
  if (typeof Name !== "string" || Name.trim() === "" || Name.length > 100) {
    errors.push({ field: "Name", message: "must have 1 to 100 characters" });
  } else if (hasControls(Name)) errors.push(noControls("Name"));
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
  router.get("/views", noQuery, async (request, response) => {
    sendRead(request, response, { Items: await deps.views.list(callerOf(response).userName) });
  });
  router.put("/views", async (request, response) => {
    const view = readView(ownBody(request, ["Noun", "Name", "Query", "Default"]));
    const { userName } = callerOf(response);
    const record = { method: "SaveView", target: view.Name, hypervisor: "" };
    const answer = await runMutation(deps, { request, response, record }, async () => {
      await requireRoom(deps, userName, view);
      await deps.views.save(userName, view);
      return { status: 204, body: undefined };
    });
    sendJson(response, answer);
  });
  router.delete("/views/:id", noQuery, async (request, response) => {
    const id = String(request.params.id);
    const record = { method: "RemoveView", target: id, hypervisor: "" };
    const answer = await runMutation(deps, { request, response, record }, async () => {
      const removed = await deps.views.remove(callerOf(response).userName, id);
      if (!removed) throw fromCode("NOT_FOUND", { detail: "You have no such view." });
      return { status: 204, body: undefined };
    });
    sendJson(response, answer);
  });
}

/** Names end up in audit lines, which people read in terminals. */
function hasControls(text: string): boolean {
  return /\p{Cc}|\p{Zl}|\p{Zp}/u.test(text);
}

const noControls = (field: string) => ({ field, message: "must not have line ends or control characters" });

const viewTexts = { Noun: [1, 50], Name: [1, 100], Query: [0, 2000] } as const;

function readView(body: Record<string, unknown>): Omit<SavedView, "Id"> {
  const errors: { field: string; message: string }[] = [];
  for (const [field, [least, most]] of Object.entries(viewTexts)) {
    const value = body[field];
    if (typeof value !== "string" || value.length < least || value.length > most)
      errors.push({ field, message: `must be a text of ${least} to ${most} characters` });
    else if (hasControls(value)) errors.push(noControls(field));
  }
  if (body.Default !== undefined && typeof body.Default !== "boolean")
    errors.push({ field: "Default", message: "must be true or false" });
  if (errors.length > 0) throw invalidInput(errors);
  const { Noun, Name, Query, Default } = body;
  return { Noun: String(Noun), Name: String(Name), Query: String(Query), Default: Default === true };
}

async function requireRoom(
  deps: RestDeps,
  userName: string,
  view: { Noun: string; Name: string },
): Promise<void> {
  const views = await deps.views.list(userName);
  if (views.length < maxSavedViews) return;
  if (views.some(({ Noun, Name }) => Noun === view.Noun && Name === view.Name)) return;
  throw fromCode("CONFLICT", { detail: `You have ${maxSavedViews} views already: remove one first.` });
}
