import type { Request, Response } from "express";
import type { Caller } from "../auth/access.ts";

/** Sets the caller of a request; called by the authentication alone. */
export function setCaller(response: Response, caller: Caller): void {
  response.locals.caller = caller;
}

/** The caller of a request. @throws Error when a route was mounted outside the authentication */
export function callerOf(response: Response): Caller {
  const caller = response.locals.caller as Caller | undefined;
  if (caller === undefined) throw new Error("a route without authentication asked who is calling");
  return caller;
}

/** Identifier of the request, which the log and the problem document share. */
export function requestIdOf(request: Request): string {
  const id = (request as { id?: unknown }).id;
  return typeof id === "string" || typeof id === "number" ? String(id) : "";
}
