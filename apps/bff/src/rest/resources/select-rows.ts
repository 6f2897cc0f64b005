import type { FilterCompiler } from "../../live/list-topic.ts";
import { type AnyRow, type Entry, sortOrder } from "../../live/sort-order.ts";
import { fromCode } from "../problem.ts";
import type { ListQuery } from "./list-query.ts";

/** Rows that match the filter, in the order asked for. The same language and order as in live lists. */
export function selectRows<Row extends AnyRow>(
  rows: Iterable<Row>,
  query: ListQuery,
  o: { compile: FilterCompiler<Row>; defaultSort: readonly string[]; keyOf: (row: Row) => string },
): Row[] {
  const filter = o.compile(query.filter);
  if ("error" in filter) throw fromCode("INVALID_QUERY", { detail: filter.error });
  const order = sortOrder(query.sort.length > 0 ? query.sort : o.defaultSort);
  const entries: Entry<Row>[] = [];
  for (const row of rows) if (filter.matches(row)) entries.push(order.entryOf(o.keyOf(row), row));
  return entries.sort(order.compare).map((entry) => entry.row);
}
