import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import express, { type Express, type RequestHandler, type Router } from "express";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";
import type { Access } from "../auth/access.ts";
import { errorHandler } from "../rest/error-handler.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Pressure } from "../telemetry/pressure.ts";
import { authentication, hostCheck } from "./authentication.ts";
import { refuseUnderPressure } from "./overload.ts";
import { sendProblem } from "./problems.ts";
import { staticFiles } from "./static-files.ts";

export interface AppOptions {
  readonly access: Access;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly pressure: Pressure;
  readonly webDir: string;
  readonly health: Router;
  readonly session: Router;
  /** Everything else of the interface; behind authentication. */
  readonly rest: Router;
  /** Documentation of the interface; behind authentication too. */
  readonly docs: Router;
}

const sentId = /^[A-Za-z0-9._-]{8,100}$/;

/** A request keeps the identifier it comes with, where that is harmless, so that logs of several systems fit together. */
function requestId(request: IncomingMessage): string {
  const sent = request.headers["x-request-id"];
  return typeof sent === "string" && sentId.test(sent) ? sent : randomUUID();
}

/** Puts the server's HTTP side together. Nothing but the web app's files and health is reachable without a session. */
export function createApp(o: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.set("query parser", "simple");
  app.use(requestLog(o.log));
  app.use(measure(o.metrics));
  app.use(o.health);
  app.use(refuseUnderPressure(o.pressure));
  app.use(hostCheck(o.access));
  app.use("/api", notKept);
  app.use("/api/v1/session", o.session);
  app.use("/api", authentication(o.access));
  app.use("/api/v1", o.rest);
  app.use("/api", o.docs);
  app.use("/api", notFound);
  app.use(staticFiles(o.webDir));
  app.use(notFound);
  app.use(errorHandler(o.log));
  return app;
}

/** Answers are for who asked, now: routes that know better say so. */
const notKept: RequestHandler = (_request, response, next) => {
  response.setHeader("Cache-Control", "no-store");
  next();
};

function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: (request, response) => {
      const id = requestId(request);
      response.setHeader("X-Request-Id", id);
      return id;
    },
    // Query strings may hold what people search for; headers hold cookies.
    serializers: {
      req: (request: { id: unknown; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split("?", 1)[0],
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    customLogLevel: (_request, response, error) =>
      error !== undefined || response.statusCode >= 500 ? "error" : "debug",
  }) as RequestHandler;
}

function measure(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const begin = performance.now();
    response.on("finish", () => {
      const route: unknown = (request.route as { path?: unknown } | undefined)?.path;
      metrics.observe({
        method: request.method,
        route: typeof route === "string" ? request.baseUrl + route : "other",
        status: response.statusCode,
        seconds: (performance.now() - begin) / 1000,
      });
    });
    next();
  };
}

const notFound: RequestHandler = (request, response) => {
  sendProblem(request, response, "NOT_FOUND", "There is nothing at this address.");
};
