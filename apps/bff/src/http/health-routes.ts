import { type Request, type RequestHandler, Router } from "express";
import type { Access } from "../auth/access.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { sendProblem } from "./problems.ts";

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/** Whether the server is well, for supervisors: no session needed, and nothing told that is not theirs. */
export function healthRoutes(o: {
  isReady: () => boolean;
  metrics: Metrics;
  access: Access;
  /** Requests from this machine may be anybody's. */
  hasProxy: boolean;
}): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  router.get("/readyz", (_request, response) => {
    const ready = o.isReady();
    response.status(ready ? 200 : 503).json({ status: ready ? "ready" : "not ready" });
  });
  router.get("/metrics", metricsAccess(o), async (_request, response) => {
    response.setHeader("Cache-Control", "no-store");
    response.type(o.metrics.registry.contentType).send(await o.metrics.registry.metrics());
  });
  return router;
}

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
/** What proxies add to requests that they pass on. */
const proxyHeaders = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/**
 * Whether a request comes from the machine itself, and not through a proxy there, nor from a browser there that was
 * sent here by a page of somebody else under another name.
 */
function isOfThisMachine(request: Request): boolean {
  return (
    loopback.test(request.socket.remoteAddress ?? "") &&
    loopbackHost.test(request.headers.host ?? "") &&
    proxyHeaders.every((name) => request.headers[name] === undefined)
  );
}

/** Metrics are for the machine itself, unless a proxy there may stand for anybody, and for who has signed in. */
function metricsAccess(o: { access: Access; hasProxy: boolean }): RequestHandler {
  return async (request, response, next) => {
    if (!o.hasProxy && isOfThisMachine(request)) return next();
    if (o.access.allowsHost(request) && (await o.access.identify(request)) !== undefined) return next();
    sendProblem(
      request,
      response,
      "UNAUTHENTICATED",
      "Metrics are for the machine itself or with an API token.",
    );
  };
}
