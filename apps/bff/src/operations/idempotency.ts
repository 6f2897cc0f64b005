import { createHash } from "node:crypto";
import type { Store } from "../store/store.ts";

/** What a key says about a request that carries it. */
export type IdempotencyVerdict =
  /** First use: run the request, then call `finish`. */
  | { readonly kind: "run" }
  /** It was run: give the same answer again. */
  | { readonly kind: "replay"; readonly status: number; readonly body: string }
  /** The first request is at work, or was cut off by a restart: its outcome is not known here. */
  | { readonly kind: "in-progress" }
  /** The key was used for another request. */
  | { readonly kind: "mismatch" };

/** How long keys are kept. */
const keptMs = 48 * 3600 * 1000;

/** Fingerprint of a request, so that a key cannot be used for a different one. */
export function requestFingerprint(method: string, path: string, body: unknown): string {
  return createHash("sha256")
    .update(`${method} ${path}\n`)
    .update(JSON.stringify(body ?? null))
    .digest("hex");
}

/** Remembers which mutating requests were run under which `Idempotency-Key`, so that none runs twice. */
export class IdempotencyKeys {
  readonly #store: Store;
  readonly #now: () => Date;

  constructor(store: Store, now: () => Date = () => new Date()) {
    this.#store = store;
    this.#now = now;
  }

  /** Claims a key. Two requests that arrive together: exactly one is told to run. */
  async claim(userName: string, key: string, fingerprint: string): Promise<IdempotencyVerdict> {
    const inserted = await this.#store.db
      .insertInto("idempotency_keys")
      .values({
        user_name: userName,
        key,
        request_hash: fingerprint,
        created_on: this.#now().toISOString(),
        status: null,
        body: null,
      })
      .onConflict((conflict) => conflict.columns(["user_name", "key"]).doNothing())
      .executeTakeFirst();
    if (Number(inserted.numInsertedOrUpdatedRows ?? 0n) > 0) return { kind: "run" };
    return (await this.look(userName, key, fingerprint)) ?? { kind: "in-progress" };
  }

  /** What is known of a key without claiming it; undefined for a new one. */
  async look(userName: string, key: string, fingerprint: string): Promise<IdempotencyVerdict | undefined> {
    const row = await this.#store.db
      .selectFrom("idempotency_keys")
      .selectAll()
      .where("user_name", "=", userName)
      .where("key", "=", key)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (row.request_hash !== fingerprint) return { kind: "mismatch" };
    if (row.status === null || row.body === null) return { kind: "in-progress" };
    return { kind: "replay", status: row.status, body: row.body };
  }

  /** Keeps the answer for later uses of the key. */
  async finish(userName: string, key: string, answer: { status: number; body: string }): Promise<void> {
    await this.#store.db
      .updateTable("idempotency_keys")
      .set({ status: answer.status, body: answer.body })
      .where("user_name", "=", userName)
      .where("key", "=", key)
      .execute();
  }

  /** Gives a key back: the request never reached the hypervisor, so it may be tried again. */
  async release(userName: string, key: string): Promise<void> {
    await this.#store.db
      .deleteFrom("idempotency_keys")
      .where("user_name", "=", userName)
      .where("key", "=", key)
      .where("status", "is", null)
      .execute();
  }

  /** Drops keys that are older than two days. */
  async prune(): Promise<void> {
    const oldest = new Date(this.#now().getTime() - keptMs).toISOString();
    await this.#store.db.deleteFrom("idempotency_keys").where("created_on", "<", oldest).execute();
  }
}
