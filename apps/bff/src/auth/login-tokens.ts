import { randomBytes } from "node:crypto";
import { secretHash } from "./secret-hash.ts";

/** How long a login link can be used. */
const lifetimeMs = 12 * 3600 * 1000;
/** Links that are open at once; a further one closes the oldest. */
const maxOpen = 16;

/** One-time tokens for login links. Kept as hashes, in memory only. */
export class LoginTokens {
  readonly #now: () => number;
  readonly #open = new Map<string, number>();

  /** `now`: monotonic milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Makes a token of 256 random bits. */
  issue(): string {
    const token = randomBytes(32).toString("base64url");
    this.#open.set(secretHash(token), this.#now() + lifetimeMs);
    const oldest = this.#open.keys().next().value;
    if (this.#open.size > maxOpen && oldest !== undefined) this.#open.delete(oldest);
    return token;
  }

  /** Opens a link again that was used for nothing. */
  giveBack(token: string): void {
    this.#open.set(secretHash(token), this.#now() + lifetimeMs);
  }

  /** True once for each token that was issued. Only hashes are compared, so timing tells nothing of the token. */
  consume(token: string): boolean {
    if (token.length > 200) return false;
    const key = secretHash(token);
    const until = this.#open.get(key);
    this.#open.delete(key);
    return until !== undefined && this.#now() < until;
  }
}
