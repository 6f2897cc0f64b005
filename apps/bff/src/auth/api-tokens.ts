import { randomBytes, randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { ApiToken } from "@stackdeck/api-types";
import type { Selectable } from "kysely";
import type { ApiTokenTable } from "../store/schema.ts";
import type { Store } from "../store/store.ts";
import { secretHash } from "./secret-hash.ts";

/** Prefix by which people and secret scanners know one of our tokens. */
const prefix = "sdk_";
/** Longest life of a token, in days. */
export const maxTokenDays = 366;
/** The time of last use is written at most this often, in milliseconds. */
const touchEveryMs = 60_000;

/** Named, expiring bearer tokens for scripts. Only hashes are kept. */
export class ApiTokens {
  readonly #store: Store;
  readonly #now: () => Date;
  /** What hangs on tokens that were used since the start. */
  readonly #inUse = new Map<string, AbortController>();

  constructor(store: Store, now: () => Date = () => new Date()) {
    this.#store = store;
    this.#now = now;
  }

  /** Aborted when the token is revoked or expires: everything that was opened with it ends. */
  ended(id: string): AbortSignal {
    let controller = this.#inUse.get(id);
    if (controller === undefined) {
      controller = new AbortController();
      // As many as there are sockets and streams.
      setMaxListeners(0, controller.signal);
      this.#inUse.set(id, controller);
    }
    return controller.signal;
  }

  /**
   * Ends what hangs on tokens that have expired, were revoked through another server, or are not of the user the server
   * acts as now. Call twice a second.
   */
  async sweep(userName: string): Promise<void> {
    const ids = [...this.#inUse.keys()];
    if (ids.length === 0) return;
    const rows = await this.#store.db
      .selectFrom("api_tokens")
      .select("id")
      .where("id", "in", ids)
      .where("user_name", "=", userName)
      .where("revoked_on", "=", "")
      .where("expires_on", ">", this.#now().toISOString())
      .execute();
    const good = new Set(rows.map(({ id }) => id));
    for (const id of ids) if (!good.has(id)) this.#end(id);
  }

  #end(id: string): void {
    const controller = this.#inUse.get(id);
    this.#inUse.delete(id);
    controller?.abort();
  }

  /** Makes a token; its secret is in the answer and nowhere else. `days` is 1 to 366. */
  async create(
    userName: string,
    wish: { name: string; days: number; mayChange: boolean },
  ): Promise<{ token: ApiToken; secret: string }> {
    const secret = prefix + randomBytes(32).toString("base64url");
    const now = this.#now();
    const row: Selectable<ApiTokenTable> = {
      id: randomUUID(),
      name: wish.name,
      user_name: userName,
      secret_hash: secretHash(secret),
      created_on: now.toISOString(),
      expires_on: new Date(now.getTime() + Math.min(wish.days, maxTokenDays) * 86_400_000).toISOString(),
      last_used_on: "",
      revoked_on: "",
      may_change: wish.mayChange ? 1 : 0,
    };
    await this.#store.db.insertInto("api_tokens").values(row).execute();
    return { token: toToken(row), secret };
  }

  /** The token that a bearer secret belongs to, or undefined when it is unknown, expired or revoked. */
  async verify(secret: string): Promise<ApiToken | undefined> {
    if (!secret.startsWith(prefix) || secret.length > 100) return undefined;
    const row = await this.#store.db
      .selectFrom("api_tokens")
      .selectAll()
      .where("secret_hash", "=", secretHash(secret))
      .executeTakeFirst();
    const now = this.#now().toISOString();
    if (row === undefined || row.revoked_on !== "" || row.expires_on <= now) return undefined;
    if (row.last_used_on === "" || Date.parse(now) - Date.parse(row.last_used_on) > touchEveryMs) {
      await this.#store.db
        .updateTable("api_tokens")
        .set({ last_used_on: now })
        .where("id", "=", row.id)
        .execute();
    }
    return toToken(row);
  }

  /** The user's tokens that are neither revoked nor expired, newest first. */
  async list(userName: string): Promise<ApiToken[]> {
    const rows = await this.#store.db
      .selectFrom("api_tokens")
      .selectAll()
      .where("user_name", "=", userName)
      .where("revoked_on", "=", "")
      .where("expires_on", ">", this.#now().toISOString())
      .orderBy("created_on", "desc")
      .execute();
    return rows.map(toToken);
  }

  /** Ends a token of this user at once. Returns false when there is none. */
  async revoke(userName: string, id: string): Promise<boolean> {
    const result = await this.#store.db
      .updateTable("api_tokens")
      .set({ revoked_on: this.#now().toISOString() })
      .where("id", "=", id)
      .where("user_name", "=", userName)
      .where("revoked_on", "=", "")
      .executeTakeFirst();
    const revoked = Number(result.numUpdatedRows) > 0;
    if (revoked) this.#end(id);
    return revoked;
  }
}

function toToken(row: Selectable<ApiTokenTable>): ApiToken {
  return {
    Id: row.id,
    Name: row.name,
    User: row.user_name,
    CreatedOn: row.created_on,
    ExpiresOn: row.expires_on,
    LastUsedOn: row.last_used_on,
    MayChange: row.may_change === 1,
  };
}
