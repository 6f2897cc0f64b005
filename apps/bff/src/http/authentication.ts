import type { RequestHandler, Response } from "express";
import type { Access } from "../auth/access.ts";
import { setCaller } from "../rest/caller.ts";
import { sendProblem } from "./problems.ts";

/** Lets through only who has signed in, and only requests that are not forged by another site. */
export function authentication(access: Access): RequestHandler {
  return async (request, response, next) => {
    const caller = await access.identify(request);
    if (caller === undefined) {
      return sendProblem(
        request,
        response,
        "UNAUTHENTICATED",
        "Open the address that the server printed, or send an API token as bearer.",
      );
    }
    const forgery = access.forgery(request, caller);
    if (forgery !== undefined) {
      return sendProblem(request, response, "CSRF", forgery);
    }
    setCaller(response, caller);
    endWithCaller(response, caller.ended);
    next();
  };
}

/** The answer to signing out, or to revoking the very token it was asked with, still leaves. */
const lastWordsMs = 250;

/** Whoever is not signed in any more gets nothing more: streams, downloads and whatever else is under way are cut. */
function endWithCaller(response: Response, ended: AbortSignal): void {
  const cut = () => setTimeout(() => response.destroy(), lastWordsMs).unref();
  ended.addEventListener("abort", cut, { once: true });
  response.on("close", () => ended.removeEventListener("abort", cut));
}

/** Refuses requests that name another host: a page of somebody else that had its name point here. */
export function hostCheck(access: Access): RequestHandler {
  return (request, response, next) => {
    if (access.allowsHost(request)) return next();
    sendProblem(
      request,
      response,
      "FORBIDDEN",
      "Use the address that the server printed, or start it with --public-url.",
    );
  };
}
