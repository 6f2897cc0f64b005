import { type RequestHandler, Router } from "express";
import type { Access } from "../auth/access.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { sendProblem } from "./problems.ts";

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/** Whether the server is well, for supervisors: no session needed, and nothing told that is not theirs. */
export function healthRoutes(o: { isReady: () => boolean; metrics: Metrics; access: Access }): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  router.get("/readyz", (_request, response) => {
    const ready = o.isReady();
    response.status(ready ? 200 : 503).json({ status: ready ? "ready" : "not ready" });
  });
  router.get("/metrics", metricsAccess(o.access), async (_request, response) => {
    response.type(o.metrics.registry.contentType).send(await o.metrics.registry.metrics());
  });
  return router;
}

/** Metrics are for the machine itself and for who has signed in. */
function metricsAccess(access: Access): RequestHandler {
  return async (request, response, next) => {
    const isProxied = request.headers["x-forwarded-for"] !== undefined;
    const isLocal = loopback.test(request.socket.remoteAddress ?? "") && !isProxied;
    if (isLocal || (await access.identify(request)) !== undefined) return next();
    sendProblem(
      request,
      response,
      "UNAUTHENTICATED",
      "Metrics are for the machine itself or with an API token.",
    );
  };
}
