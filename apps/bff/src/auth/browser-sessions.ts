import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { setMaxListeners } from "node:events";
import { secretHash } from "./secret-hash.ts";

/** Without any request for this long a session ends. */
export const idleMs = 12 * 3600 * 1000;
/** A session ends after this long whatever happens. */
export const absoluteMs = 7 * 24 * 3600 * 1000;
const maxSessions = 1000;

/** A session as it is kept over a restart of the server. Times are Unix milliseconds. */
export interface SavedSession {
  /** SHA-256 of the session's secret: what is on disk cannot be used to log in. */
  readonly hash: string;
  /** Whom it acts as. */
  readonly userName: string;
  readonly idleUntil: number;
  readonly endsOn: number;
}

/** Where sessions survive a restart. */
export interface SessionKeeper {
  load(): readonly SavedSession[];
  save(sessions: readonly SavedSession[]): void;
}

export interface BrowserSession {
  /** Hash of the secret; safe to log. */
  readonly id: string;
  /** Who signed in: the session is nobody else's, whoever the server acts as later. */
  readonly userName: string;
  /** Aborted when the session ends. */
  readonly ended: AbortSignal;
}

interface Held {
  readonly id: string;
  readonly userName: string;
  readonly controller: AbortController;
  /** Monotonic milliseconds, so that a clock that jumps ends no session. */
  idleUntil: number;
  readonly endsAt: number;
}

/** As many listeners as a session has sockets and streams. */
function newController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Token that a page must send with every change; only a page that was told it by us can know it. */
export function csrfTokenOf(secret: string): string {
  return createHmac("sha256", secret).update("stackdeck csrf").digest("base64url");
}

/** Compares without telling by its duration where the texts differ. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Logins of browsers: fresh random secret each, idle and absolute end, known to the server by hash only. */
export class BrowserSessions {
  readonly #monotonic: () => number;
  readonly #wall: () => number;
  readonly #keeper: SessionKeeper;
  readonly #byId = new Map<string, Held>();

  constructor(o: { monotonic: () => number; wall: () => number; keeper: SessionKeeper }) {
    this.#monotonic = o.monotonic;
    this.#wall = o.wall;
    this.#keeper = o.keeper;
    const offset = o.monotonic() - o.wall();
    for (const saved of o.keeper.load()) {
      const idleUntil = Math.min(saved.idleUntil + offset, o.monotonic() + idleMs);
      const endsAt = Math.min(saved.endsOn + offset, o.monotonic() + absoluteMs);
      const { hash: id, userName } = saved;
      this.#byId.set(id, { id, userName, controller: newController(), idleUntil, endsAt });
    }
    this.sweep();
  }

  /** Starts a session of a user; returns the secret for the cookie. */
  start(userName: string): { secret: string; session: BrowserSession } {
    const secret = randomBytes(32).toString("base64url");
    const now = this.#monotonic();
    const id = secretHash(secret);
    const held = {
      id,
      userName,
      controller: newController(),
      idleUntil: now + idleMs,
      endsAt: now + absoluteMs,
    };
    this.#byId.set(id, held);
    const oldest = this.#byId.keys().next().value;
    if (this.#byId.size > maxSessions && oldest !== undefined) this.end(oldest);
    this.#save();
    return { secret, session: { id, userName, ended: held.controller.signal } };
  }

  /** The session of a cookie, whose idle time starts anew. */
  find(secret: string): BrowserSession | undefined {
    if (secret.length > 200) return undefined;
    const held = this.#byId.get(secretHash(secret));
    if (held === undefined) return undefined;
    const now = this.#monotonic();
    if (now >= held.idleUntil || now >= held.endsAt) {
      this.end(held.id);
      return undefined;
    }
    held.idleUntil = now + idleMs;
    return { id: held.id, userName: held.userName, ended: held.controller.signal };
  }

  /** Ends a session and everything that hangs on it. */
  end(id: string): void {
    const held = this.#byId.get(id);
    if (held === undefined) return;
    this.#byId.delete(id);
    held.controller.abort();
    this.#save();
  }

  /** Ends sessions whose time is over. Call now and then. */
  sweep(): void {
    const now = this.#monotonic();
    for (const held of [...this.#byId.values()]) {
      if (now >= held.idleUntil || now >= held.endsAt) this.end(held.id);
    }
  }

  /** Ends the sessions of everybody else: a certificate that was replaced by another person's signs nobody in. */
  endOthersThan(userName: string): void {
    for (const held of [...this.#byId.values()]) if (held.userName !== userName) this.end(held.id);
  }

  /** Writes the present ends, so that idle times survive too. Call at shutdown and now and then. */
  flush(): void {
    this.#save();
  }

  #save(): void {
    const offset = this.#wall() - this.#monotonic();
    this.#keeper.save(
      [...this.#byId.values()].map((held) => ({
        hash: held.id,
        userName: held.userName,
        idleUntil: Math.round(held.idleUntil + offset),
        endsOn: Math.round(held.endsAt + offset),
      })),
    );
  }
}
