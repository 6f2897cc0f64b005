import { randomUUID } from "node:crypto";
import type { SavedView } from "@stackdeck/api-types";
import type { Store } from "./store.ts";

/** Views of one user that the store keeps at most. */
export const maxSavedViews = 200;

/** Saved views of the lists, each user's own. */
export class SavedViews {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async list(userName: string): Promise<SavedView[]> {
    const rows = await this.#store.db
      .selectFrom("saved_views")
      .selectAll()
      .where("user_name", "=", userName)
      .orderBy("noun")
      .orderBy("name")
      .limit(maxSavedViews)
      .execute();
    return rows.map((row) => ({
      Id: row.id,
      Noun: row.noun,
      Name: row.name,
      Query: row.query,
      Default: row.is_default === 1,
    }));
  }

  /** Keeps a view; one of the same noun and name is replaced. A default takes the place of the noun's former one. */
  async save(userName: string, view: Omit<SavedView, "Id">): Promise<void> {
    await this.#store.db.transaction().execute(async (transaction) => {
      if (view.Default) {
        await transaction
          .updateTable("saved_views")
          .set({ is_default: 0 })
          .where("user_name", "=", userName)
          .where("noun", "=", view.Noun)
          .execute();
      }
      const changed = { query: view.Query, is_default: view.Default ? 1 : 0 };
      await transaction
        .insertInto("saved_views")
        .values({
          id: randomUUID(),
          user_name: userName,
          noun: view.Noun,
          name: view.Name,
          created_on: new Date().toISOString(),
          ...changed,
        })
        .onConflict((conflict) => conflict.columns(["user_name", "noun", "name"]).doUpdateSet(changed))
        .execute();
    });
  }

  /** Returns false when the user has no such view. */
  async remove(userName: string, id: string): Promise<boolean> {
    const result = await this.#store.db
      .deleteFrom("saved_views")
      .where("user_name", "=", userName)
      .where("id", "=", id)
      .executeTakeFirst();
    return Number(result.numDeletedRows) > 0;
  }
}
