import { type ErrorCode, errors, type Problem } from "@stackdeck/api-types";
import type { Request, Response } from "express";
import { requestIdOf } from "../rest/caller.ts";

/** Answers with a problem document for what is refused before any route is reached. `detail` is for people. */
export function sendProblem(request: Request, response: Response, code: ErrorCode, detail: string): void {
  const { status, title } = errors[code];
  const problem: Problem = {
    type: `/api/docs/errors#${code}`,
    title,
    status,
    detail,
    code,
    requestId: requestIdOf(request),
  };
  if (status === 401) response.setHeader("WWW-Authenticate", 'Bearer realm="stackdeck"');
  response.status(status).type("application/problem+json").send(JSON.stringify(problem));
}
