import type { IncomingMessage } from "node:http";
import type { UpgradeRefusal, Viewer } from "../fleet/byte-channels.ts";
import type { ApiTokens } from "./api-tokens.ts";
import { type BrowserSessions, csrfTokenOf, sameSecret } from "./browser-sessions.ts";
import type { OriginPolicy } from "./origin-policy.ts";

/** The person everybody who logs in here acts as: the holder of the client certificate. */
export interface Principal {
  readonly userName: string;
  readonly groups: readonly string[];
  /** Method patterns of the certificate. */
  readonly methods: readonly string[];
}

/** Somebody who has proved who they are. */
export interface Caller extends Viewer {
  readonly via: "session" | "token";
  readonly methods: readonly string[];
  /** False for a token that may only read. */
  readonly mayChange: boolean;
  /** For sessions; "" for tokens, which a browser never sends by itself. */
  readonly csrfToken: string;
}

const safeVerbs = new Set(["GET", "HEAD", "OPTIONS"]);

/** Decides who is asking, and whether the request may come from where it comes from. */
export class Access {
  readonly #sessions: BrowserSessions;
  readonly #tokens: ApiTokens;
  readonly #origins: OriginPolicy;
  readonly #principal: () => Principal;
  readonly #isFull: () => string | undefined;
  readonly cookieName: string;

  constructor(o: {
    sessions: BrowserSessions;
    tokens: ApiTokens;
    origins: OriginPolicy;
    principal: () => Principal;
    /** Why nobody new is let in now; undefined while there is room. */
    isFull: () => string | undefined;
    cookieName: string;
  }) {
    this.#sessions = o.sessions;
    this.#tokens = o.tokens;
    this.#origins = o.origins;
    this.#principal = o.principal;
    this.#isFull = o.isFull;
    this.cookieName = o.cookieName;
  }

  get principal(): Principal {
    return this.#principal();
  }

  /** Who is asking; undefined when that is not proved. */
  async identify(request: IncomingMessage): Promise<Caller | undefined> {
    const remoteAddress = request.socket.remoteAddress ?? "";
    const bearer = /^Bearer ([A-Za-z0-9._~+/-]{1,200}=*)$/i.exec(request.headers.authorization ?? "")?.[1];
    const { userName, groups, methods } = this.#principal();
    if (bearer !== undefined) {
      const token = await this.#tokens.verify(bearer);
      if (token === undefined || token.User !== userName) return undefined;
      const sessionId = `token:${token.Id}`;
      const mayChange = token.MayChange;
      return {
        via: "token",
        sessionId,
        userName,
        groups,
        methods,
        mayChange,
        remoteAddress,
        ended: this.#tokens.ended(token.Id),
        csrfToken: "",
      };
    }
    const secret = readCookie(request.headers.cookie, this.cookieName);
    const session = secret === undefined ? undefined : this.#sessions.find(secret);
    if (secret === undefined || session === undefined) return undefined;
    if (session.userName !== userName) {
      this.#sessions.end(session.id);
      return undefined;
    }
    return {
      via: "session",
      sessionId: session.id,
      userName,
      groups,
      methods,
      mayChange: true,
      remoteAddress,
      ended: session.ended,
      csrfToken: csrfTokenOf(secret),
    };
  }

  /** Why a request that changes something is refused as forged; undefined when it is not. */
  forgery(request: IncomingMessage, caller: Caller): string | undefined {
    if (safeVerbs.has(request.method ?? "") || caller.via === "token") return undefined;
    if (!this.#origins.allowsOrigin(request.headers.origin)) return "The request comes from another site.";
    const sent = request.headers["x-csrf-token"];
    if (typeof sent !== "string" || !sameSecret(sent, caller.csrfToken)) {
      return "The header X-CSRF-Token is missing or wrong; GET /api/v1/session tells the right one.";
    }
    return undefined;
  }

  allowsOrigin(request: IncomingMessage): boolean {
    return this.#origins.allowsOrigin(request.headers.origin);
  }

  /** Of two names that a request gives, proxies and we might each take another one. */
  allowsHost(request: IncomingMessage): boolean {
    const names = request.headersDistinct.host;
    return names?.length === 1 && this.#origins.allowsHost(names[0]);
  }

  /** The verdict on a live connection or a WebSocket upgrade: browsers must come from this very site. */
  async check(request: IncomingMessage): Promise<Caller | UpgradeRefusal> {
    if (!this.allowsHost(request)) return { status: 403, reason: "The request names another host." };
    const reason = this.#isFull();
    if (reason !== undefined) return { status: 503, reason };
    const caller = await this.identify(request);
    if (caller === undefined) return { status: 401, reason: "Please sign in." };
    // Polling transports send GET without Origin from the same site; a foreign page always sends one.
    const { origin } = request.headers;
    const isUpgrade = request.headers.upgrade !== undefined;
    if (
      caller.via === "session" &&
      (isUpgrade || origin !== undefined) &&
      !this.#origins.allowsOrigin(origin)
    ) {
      return { status: 403, reason: "The request comes from another site." };
    }
    return caller;
  }
}

/** The value of a cookie, as set by us: no quoting, no escapes. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const equals = part.indexOf("=");
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}
