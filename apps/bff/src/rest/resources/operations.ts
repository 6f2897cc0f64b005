import { createHash } from "node:crypto";
import type { Operation } from "@stackdeck/api-types";
import { type Request, type Response, Router } from "express";
import { invalidInput } from "../api-error.ts";
import { callerOf } from "../caller.ts";
import { ItemQueue, sendStream } from "../event-stream.ts";
import { ownBody } from "../input.ts";
import { runMutation, sendJson } from "../mutation.ts";
import type { PendingUploads, UploadSlot } from "../pending-uploads.ts";
import { fromCode } from "../problem.ts";
import type { RestDeps } from "../rest-deps.ts";
import { sendRead } from "../sync-route.ts";
import { noQuery, pageOf, readListQuery } from "./list-query.ts";
import { selectRows } from "./select-rows.ts";

/** Changes of one operation that wait for a slow caller. */
const maxQueued = 1000;

/** `/operations`: list, one, its events, cancel, the commit question, and the uploads it waits for. */
export function operationsRouter(deps: RestDeps, uploads: PendingUploads): Router {
  const router = Router();
  router.get("/operations", async (request, response) => {
    const query = readListQuery(request, ["filter", "sort", "fields", "target", "state"]);
    const { target, state } = request.query;
    const wanted = (one: Operation) =>
      (target === undefined || one.Target === target) && (state === undefined || one.State === state);
    const all = [...deps.operations.rows()].map(([, row]) => row).filter(wanted);
    const work = selectRows<Operation>(all, query, {
      compile: deps.filters.operations,
      defaultSort: ["-StartedOn"],
      keyOf: (row) => row.Id,
    });
    const rows = await deps.slices.run(work);
    sendRead(
      request,
      response,
      pageOf(rows, query, (row) => row.Id),
    );
  });
  router.get("/operations/:id", noQuery, async (request, response) => {
    sendRead(request, response, await find(deps, request));
  });
  router.get("/operations/:id/events", noQuery, (request, response) => events(deps, request, response));
  router.post("/operations/:id/cancel", async (request, response) => {
    const operation = await own(deps, request, response);
    ownBody(request, []);
    await steer(deps, { request, response, operation, method: "CancelOperation" }, () => {
      if (deps.operations.cancel(operation.Id)) return;
      throw fromCode("CONFLICT", { detail: "It cannot be cancelled any more." });
    });
  });
  router.post("/operations/:id/commit", async (request, response) => {
    const operation = await own(deps, request, response);
    const { Commit } = ownBody(request, ["Commit"]);
    if (typeof Commit !== "boolean")
      throw invalidInput([{ field: "Commit", message: "must be true or false" }]);
    const method = Commit ? "CommitOperation" : "AbandonOperation";
    await steer(deps, { request, response, operation, method }, () => {
      if (deps.operations.commit(operation.Id, Commit)) return;
      throw fromCode("CONFLICT", { detail: "It does not wait for a decision." });
    });
  });
  router.put("/operations/:id/uploads/:slot", noQuery, async (request, response) => {
    const operation = await own(deps, request, response);
    const slot = request.params.slot;
    if (slot !== "image" && slot !== "secondary-volumes")
      throw fromCode("NOT_FOUND", { detail: "There is no such upload." });
    await acceptUpload(uploads, operation, slot, request, response);
  });
  return router;
}

/** Has a hand in an operation: on record, like everything that changes something. */
async function steer(
  deps: RestDeps,
  context: { request: Request; response: Response; operation: Operation; method: string },
  act: () => void,
): Promise<void> {
  const { request, response, operation, method } = context;
  const record = { method, target: operation.Target || operation.Id, hypervisor: operation.Hypervisor };
  const answer = await runMutation(deps, { request, response, record, recordsEnd: true }, async () => {
    act();
    return { status: 202, body: await find(deps, request) };
  });
  sendJson(response, answer);
}

async function acceptUpload(
  uploads: PendingUploads,
  operation: Operation,
  slot: UploadSlot,
  request: Request,
  response: Response,
): Promise<void> {
  try {
    await uploads.accept({ operation: operation.Id, slot, userName: callerOf(response).userName }, request);
    response.status(204).end();
  } finally {
    // What was not taken must not be read as the next request.
    if (!request.readableEnded) response.setHeader("Connection", "close");
  }
}

async function find(deps: RestDeps, request: Request): Promise<Operation> {
  const operation = await deps.operations.find(String(request.params.id));
  if (operation === undefined) throw fromCode("NOT_FOUND", { detail: "There is no such operation." });
  return operation;
}

/** The operation, for those who may steer it: whoever started it, and callers with all powers. */
async function own(deps: RestDeps, request: Request, response: Response): Promise<Operation> {
  const operation = await find(deps, request);
  const caller = callerOf(response);
  if (!caller.mayChange) throw fromCode("FORBIDDEN", { detail: "This API token may only read." });
  if (operation.User !== caller.userName && !caller.methods.includes("*.*")) {
    throw fromCode("FORBIDDEN", { detail: `The operation belongs to ${operation.User}.` });
  }
  return operation;
}

/** Names one state of an operation, the same after a restart of the server. */
function versionOf(operation: Operation): string {
  return createHash("sha256").update(JSON.stringify(operation)).digest("base64url").slice(0, 16);
}

/** Every change of an operation until its end; the present state comes first, so nothing is missed by coming late. */
async function events(deps: RestDeps, request: Request, response: Response): Promise<void> {
  const first = await find(deps, request);
  // Each event is the whole operation, so whoever has seen the present one has missed nothing.
  const seen = request.get("Last-Event-ID");
  await sendStream(request, response, (signal) => {
    const queue = new ItemQueue(maxQueued);
    const show = (operation: Operation) => {
      const id = versionOf(operation);
      if (id !== seen) queue.push({ id, event: "operation", data: operation });
      if (operation.EndedOn !== "") queue.end();
    };
    const stop = deps.operations.onChange((changed) => {
      if (changed.id === first.Id && changed.after !== undefined) show(changed.after);
    });
    signal.addEventListener("abort", () => {
      stop();
      queue.end();
    });
    show(first);
    return queue;
  });
}
