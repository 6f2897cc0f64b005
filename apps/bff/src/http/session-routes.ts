import type { CertificateInfo, ErrorCode, SessionInfo } from "@stackdeck/api-types";
import express, { type Request, type RequestHandler, Router } from "express";
import type { Logger } from "pino";
import type { AuditEntry, AuditLog } from "../audit/audit-log.ts";
import { type AtTheDoor, notSignedInLine, signedInLine, signedOutLine } from "../audit/sign-in-lines.ts";
import type { Access } from "../auth/access.ts";
import { absoluteMs, type BrowserSessions, csrfTokenOf } from "../auth/browser-sessions.ts";
import type { LoginTokens } from "../auth/login-tokens.ts";
import type { RateLimit } from "../auth/rate-limit.ts";
import { invalidInput } from "../rest/api-error.ts";
import { callerOf, requestIdOf } from "../rest/caller.ts";
import { ownBody } from "../rest/input.ts";
import { fromCode } from "../rest/problem.ts";
import { noQuery } from "../rest/resources/list-query.ts";
import { authentication } from "./authentication.ts";
import { sendProblem } from "./problems.ts";

export interface SessionRouteOptions {
  readonly access: Access;
  readonly sessions: BrowserSessions;
  readonly loginTokens: LoginTokens;
  readonly audit: Pick<AuditLog, "append">;
  readonly log: Pick<Logger, "error">;
  readonly limit: RateLimit;
  readonly https: boolean;
  readonly demo: boolean;
  /** Whether there are small pictures of screens now. */
  readonly thumbnails: () => boolean;
  readonly version: string;
  /** Identifiers of the hypervisors somebody is known to own. */
  readonly hypervisorsOwnedBy: (userName: string, groups: readonly string[]) => readonly string[];
  /** Best first. */
  readonly certificates: () => readonly CertificateInfo[];
}

/** Signing in with a one-time token, asking who one is, signing out. */
export function sessionRoutes(o: SessionRouteOptions): Router {
  const router = Router();
  const info = (csrfToken: string): SessionInfo => {
    const { userName, groups, methods } = o.access.principal;
    const certificates = o.certificates();
    return {
      UserName: userName,
      Groups: groups,
      MethodPowers: methods,
      HypervisorOwnerOf: o.hypervisorsOwnedBy(userName, groups),
      Demo: o.demo,
      Thumbnails: o.thumbnails(),
      Version: o.version,
      CsrfToken: csrfToken,
      CertificateExpires: certificates[0]?.ExpiresOn ?? "",
      Certificates: certificates,
    };
  };
  router.post("/", express.json({ limit: "4kb" }), signIn(o, info));
  router.get("/", authentication(o.access), noQuery, (_request, response) => {
    response.setHeader("Cache-Control", "no-store");
    response.json(info(callerOf(response).csrfToken));
  });
  router.delete("/", authentication(o.access), noQuery, async (request, response) => {
    const { via, sessionId } = callerOf(response);
    if (via === "session") {
      // Nobody is kept from leaving by a log that cannot be written.
      o.sessions.end(sessionId);
      await note(o, signedOutLine(atTheDoor(o, request), sessionId));
    }
    response.clearCookie(o.access.cookieName, cookieOptions(o.https));
    response.status(204).end();
  });
  return router;
}

function cookieOptions(https: boolean) {
  return { httpOnly: true, sameSite: "strict", secure: https, path: "/" } as const;
}

function atTheDoor(o: SessionRouteOptions, request: Request): AtTheDoor {
  return {
    userName: o.access.principal.userName,
    remoteAddress: request.socket.remoteAddress ?? "",
    requestId: requestIdOf(request),
  };
}

/** Records what is so whether or not it is recorded. */
async function note(o: SessionRouteOptions, line: AuditEntry): Promise<void> {
  await o.audit.append(line).catch((error: unknown) => {
    o.log.error({ err: error, method: line.Method }, "a sign-in or sign-out could not be recorded");
  });
}

function signIn(o: SessionRouteOptions, info: (csrfToken: string) => SessionInfo): RequestHandler {
  return async (request, response) => {
    response.setHeader("Cache-Control", "no-store");
    const who = atTheDoor(o, request);
    const refuse = async (code: ErrorCode, why: string, detail = why) => {
      await note(o, notSignedInLine(who, why));
      sendProblem(request, response, code, detail);
    };
    // Before anything is recorded: nobody fills the log by knocking.
    if (!o.limit.take(who.remoteAddress)) {
      response.setHeader("Retry-After", "10");
      return sendProblem(request, response, "TOO_MANY", "Wait ten seconds and try again.");
    }
    if (request.headers.origin !== undefined && !o.access.allowsOrigin(request)) {
      return refuse("CSRF", "The request comes from another site.");
    }
    const { token } = ownBody(request, ["token"]);
    if (typeof token !== "string" || token === "") {
      throw invalidInput([
        { field: "token", message: "must be text: what the login link has behind #token=" },
      ]);
    }
    if (!o.loginTokens.consume(token)) {
      const why = "This login link can not be used: it was used already, is too old or is not ours.";
      return refuse(
        "UNAUTHENTICATED",
        why,
        `${why} The server prints a new one when it gets the signal SIGUSR2.`,
      );
    }
    await o.audit.append(signedInLine(who)).catch((error: unknown) => {
      o.loginTokens.giveBack(token);
      throw fromCode("AUDIT_UNAVAILABLE", { cause: error });
    });
    const { secret } = o.sessions.start(who.userName);
    response.cookie(o.access.cookieName, secret, { ...cookieOptions(o.https), maxAge: absoluteMs });
    response.status(201).json(info(csrfTokenOf(secret)));
  };
}
