import type { ErrorRequestHandler, Response } from "express";
import { requestIdOf } from "./caller.ts";
import { problemOf, toApiError } from "./problem.ts";

/** Writes an error as problem+json; an unexpected one is logged with its cause and says nothing of it outside. */
export function errorHandler(log: { error(context: object, text: string): void }): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const apiError = toApiError(error);
    const requestId = requestIdOf(request);
    if (apiError.options.status >= 500 && apiError.options.code === "INTERNAL") {
      log.error({ err: apiError.cause, requestId, path: request.path }, "a request failed unexpectedly");
    }
    if (response.headersSent) {
      // The answer has begun: a cut connection is the only honest way to say that it is not whole.
      response.destroy();
      return;
    }
    sendProblem(response, problemOf(apiError, requestId), apiError.options.retryAfterSeconds);
  };
}

function sendProblem(
  response: Response,
  problem: { readonly status: number },
  retryAfterSeconds?: number,
): void {
  if (retryAfterSeconds !== undefined) response.setHeader("Retry-After", String(retryAfterSeconds));
  response.status(problem.status).type("application/problem+json").send(JSON.stringify(problem));
}
