import type { Operation } from "@stackdeck/api-types";
import { type Request, type Response, Router } from "express";
import { invalidInput } from "../api-error.ts";
import { callerOf } from "../caller.ts";
import { ItemQueue, sendStream } from "../event-stream.ts";
import type { PendingUploads, UploadSlot } from "../pending-uploads.ts";
import { fromCode } from "../problem.ts";
import type { RestDeps } from "../rest-deps.ts";
import { sendRead } from "../sync-route.ts";
import { pageOf, readListQuery } from "./list-query.ts";

/** Changes of one operation that wait for a slow caller. */
const maxQueued = 1000;

/** `/operations`: list, one, its events, cancel, the commit question, and the uploads it waits for. */
export function operationsRouter(deps: RestDeps, uploads: PendingUploads): Router {
  const router = Router();
  router.get("/operations", (request, response) => {
    const query = readListQuery(request, ["target", "state"]);
    const { target, state } = request.query;
    const rows = [...deps.operations.rows()]
      .map(([, row]) => row)
      .sort((a, b) => b.StartedOn.localeCompare(a.StartedOn))
      .filter(
        (one) =>
          (target === undefined || one.Target === target) && (state === undefined || one.State === state),
      );
    sendRead(
      request,
      response,
      pageOf(rows, query, (row) => row.Id),
    );
  });
  router.get("/operations/:id", async (request, response) => {
    sendRead(request, response, await find(deps, request));
  });
  router.get("/operations/:id/events", (request, response) => events(deps, request, response));
  router.post("/operations/:id/cancel", async (request, response) => {
    const operation = await own(deps, request, response);
    if (!deps.operations.cancel(operation.Id))
      throw fromCode("CONFLICT", { detail: "It cannot be cancelled any more." });
    response.status(202).json(await find(deps, request));
  });
  router.post("/operations/:id/commit", async (request, response) => {
    const operation = await own(deps, request, response);
    const { Commit } = (request.body ?? {}) as { Commit?: unknown };
    if (typeof Commit !== "boolean")
      throw invalidInput([{ field: "Commit", message: "must be true or false" }]);
    if (!deps.operations.commit(operation.Id, Commit)) {
      throw fromCode("CONFLICT", { detail: "It does not wait for a decision." });
    }
    response.status(202).json(await find(deps, request));
  });
  router.put("/operations/:id/uploads/:slot", async (request, response) => {
    const operation = await own(deps, request, response);
    const slot = request.params.slot;
    if (slot !== "image" && slot !== "secondary-volumes")
      throw fromCode("NOT_FOUND", { detail: "There is no such upload." });
    await acceptUpload(uploads, operation, slot, request, response);
  });
  return router;
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

/** Every change of an operation until its end; the present state comes first, so nothing is missed by coming late. */
async function events(deps: RestDeps, request: Request, response: Response): Promise<void> {
  const first = await find(deps, request);
  await sendStream(request, response, (signal) => {
    const queue = new ItemQueue(maxQueued);
    let count = 0;
    const show = (operation: Operation) => {
      queue.push({ id: String(++count), event: "operation", data: operation });
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
