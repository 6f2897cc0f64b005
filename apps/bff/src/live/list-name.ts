import type { ListParams } from "@stackdeck/api-types";

/** How a list is asked for; the window is the asker's affair. */
export type ListWish = Pick<ListParams, "filter" | "sort" | "groupBy">;

/** What a list is known by: equal lists have equal names. */
export interface ListName {
  readonly key: string;
  readonly fields: readonly string[];
  /** Its order. */
  readonly sortText: string;
}

/** The name of a list; `defaultSort` orders it when it is asked for without an order. */
export function listName(
  { filter, sort: given, groupBy }: ListWish,
  defaultSort: readonly string[],
): ListName {
  const sort = given.length > 0 ? given : defaultSort;
  const fields = groupBy === undefined ? sort : [groupBy, ...sort];
  return { fields, sortText: fields.join(","), key: JSON.stringify([filter, fields, groupBy ?? null]) };
}
