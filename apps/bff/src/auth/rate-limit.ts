/** Allows so many attempts per address, refilled steadily. Bounded in memory. */
export class RateLimit {
  readonly #burst: number;
  readonly #perMs: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #maxBuckets = 10_000;

  constructor(o: { burst: number; perMinute: number; now: () => number }) {
    this.#burst = o.burst;
    this.#perMs = o.perMinute / 60_000;
    this.#now = o.now;
  }

  /** Takes one attempt; false when there is none left. */
  take(key: string): boolean {
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, at: now };
    const tokens = Math.min(this.#burst, bucket.tokens + (now - bucket.at) * this.#perMs);
    this.#buckets.delete(key);
    if (this.#buckets.size >= this.#maxBuckets) {
      const oldest = this.#buckets.keys().next().value;
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    this.#buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}
