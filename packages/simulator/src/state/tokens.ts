import { timingSafeEqual } from "node:crypto";
import type { Clock, Timer } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import { refuse } from "../base/refusal.ts";

const NS_PER_MS = 1_000_000;
const MINUTE_NS = 60_000 * NS_PER_MS;
const DAY_NS = 24 * 60 * MINUTE_NS;

/** Refuses a lifetime (ns) outside 1 minute … 24 hours. */
export function checkLifetime(lifetime: number): void {
  if (lifetime < MINUTE_NS) refuse("lifetime is less than 1 minute");
  if (lifetime > DAY_NS) refuse("lifetime is greater than 1 day");
}

/** The one access token of a VM. Kept in memory only. */
export class AccessToken {
  #token: Buffer | undefined;
  readonly #timers = new Set<Timer>();

  /** Makes a token. The timer of an earlier, discarded one goes on and wipes this one too: so does the real server. */
  issue(clock: Clock, random: Random, lifetime: number): Buffer {
    if (this.#token !== undefined) refuse("someone else has the access token");
    this.#token = random.bytes(32);
    const timer = clock.after(lifetime / NS_PER_MS, () => {
      this.#timers.delete(timer);
      this.discard();
    });
    this.#timers.add(timer);
    return this.#token;
  }

  discard(): void {
    this.#token?.fill(0);
    this.#token = undefined;
  }

  /** Compares with the base64 text of a request. */
  matches(presented: string | undefined): boolean {
    if (this.#token === undefined || presented === undefined || presented === "") return false;
    const given = Buffer.from(presented, "base64");
    return given.length === this.#token.length && timingSafeEqual(given, this.#token);
  }

  /** The VM is gone: no timer may fire later. */
  dispose(): void {
    this.discard();
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }
}
