/** Looks at the same screen within this time count as one, in milliseconds. */
const recentMs = 15 * 60 * 1000;
/** Looks that are remembered; of more, the oldest are forgotten, which costs a further line in the audit log. */
const most = 10_000;

/** Who has looked at which screen lately, so that an open page does not fill the audit log. */
export class RecentLooks {
  /** Oldest first. */
  readonly #seen = new Map<string, number>();
  readonly #now: () => number;

  /** @param now Unix milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  isRecent(userName: string, ipAddress: string): boolean {
    const seen = this.#seen.get(keyOf(userName, ipAddress));
    return seen !== undefined && Math.abs(this.#now() - seen) < recentMs;
  }

  note(userName: string, ipAddress: string): void {
    const key = keyOf(userName, ipAddress);
    this.#seen.delete(key);
    this.#seen.set(key, this.#now());
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > most && oldest !== undefined) this.#seen.delete(oldest);
  }
}

const keyOf = (userName: string, ipAddress: string): string => JSON.stringify([userName, ipAddress]);
