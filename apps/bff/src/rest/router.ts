import { type MethodRow, methodList } from "@stackdeck/api-types";
import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { downloadRoute } from "./download-routes.ts";
import { ifMatch } from "./if-match.ts";
import { prepareMigrate } from "./migration.ts";
import { isRawUpload, repeated } from "./mutation.ts";
import { nothingThere, options } from "./nothing-there.ts";
import { operationRoute } from "./operation-route.ts";
import { PendingUploads } from "./pending-uploads.ts";
import { powerOffRoute } from "./power-off.ts";
import { fromCode } from "./problem.ts";
import { accountRouter } from "./resources/account.ts";
import { auditRouter } from "./resources/audit.ts";
import { fleetRouter } from "./resources/fleet.ts";
import { metaRouter } from "./resources/meta.ts";
import { operationsRouter } from "./resources/operations.ts";
import { searchValuesRouter } from "./resources/search-values.ts";
import type { RestDeps } from "./rest-deps.ts";
import { streamRoute } from "./stream-routes.ts";
import { syncRoute } from "./sync-route.ts";
import { userDataUploadRoute } from "./user-data-upload.ts";
import { prepareCopy, prepareCreate, prepareImage } from "./vm-operations.ts";
import { volumeRoute } from "./volume-route.ts";

/** JSON bodies, in bytes: the largest are create requests with overlay files. */
const maxJsonBody = 8 * 1024 * 1024;

/** Everything below `/api/v1` that needs a caller. Mounted behind the authentication. */
export function restRouter(deps: RestDeps): Router {
  const router = Router();
  const uploads = new PendingUploads();
  router.use(options);
  const json = express.json({ limit: maxJsonBody, strict: true });
  router.use((request, response, next) => {
    if (isRawUpload(request)) return next();
    refuseEarly(request, response);
    json(request, response, next);
  });
  router.use(repeated(deps));
  router.use(metaRouter());
  router.use(operationsRouter(deps, uploads));
  router.use(accountRouter(deps));
  router.use(auditRouter(deps));
  router.use(fleetRouter(deps));
  router.use(searchValuesRouter(deps));
  for (const row of methodList) {
    // Asynchronous variants share the route of the method they call; the header `Prefer` chooses.
    if (row.implementedBy !== null) continue;
    addRoute(router, row, ...(row.mutating ? [ifMatch(deps, row)] : []), routeOf(deps, row, uploads));
  }
  router.use(nothingThere);
  return router;
}

/** The reader of JSON would take the whole body before it refused it. */
function refuseEarly(request: Request, response: Response): void {
  if (Number(request.get("Content-Length") ?? 0) <= maxJsonBody) return;
  response.setHeader("Connection", "close");
  throw fromCode("TOO_LARGE", { detail: `A JSON body may have ${maxJsonBody} bytes at most.` });
}

function addRoute(router: Router, row: MethodRow, ...handlers: RequestHandler[]): void {
  const path = row.rest.path.replace(/\{(\w+)\}/g, ":$1");
  const verb = row.rest.verb.toLowerCase() as "get" | "post" | "put" | "patch" | "delete";
  router[verb](path, ...handlers);
}

/** The one driver for each kind of framing. */
function routeOf(deps: RestDeps, row: MethodRow, uploads: PendingUploads): RequestHandler {
  if (row.name === "PowerOff") return powerOffRoute(deps, row);
  switch (row.framing) {
    case "request-reply":
      return syncRoute(deps, row);
    case "progress":
      return operationRoute(
        deps,
        row,
        row.name === "CopyVm" ? prepareCopy(deps, row) : prepareImage(deps, row, uploads),
      );
    case "progress-with-commit":
      return operationRoute(deps, row, prepareMigrate(deps, row));
    case "upload-then-progress":
      return operationRoute(
        deps,
        row,
        row.name === "CreateVm" ? prepareCreate(deps, row, uploads) : prepareImage(deps, row, uploads),
      );
    case "event-stream":
    case "line-stream":
      return streamRoute(deps, row);
    case "download":
      return downloadRoute(deps, row);
    case "block-sync":
      return volumeRoute(deps, row);
    case "upload":
      return userDataUploadRoute(deps, row);
    case "byte-channel":
      return upgradeRequired;
  }
}

/** Consoles are WebSockets: a plain request gets told so. */
function upgradeRequired(_request: Request, response: Response): void {
  response.setHeader("Upgrade", "websocket");
  throw fromCode("UPGRADE_REQUIRED", { detail: "This is a WebSocket: connect to it with ws:// or wss://." });
}
