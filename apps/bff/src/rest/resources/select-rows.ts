import type { FilterCompiler } from "../../live/list-topic.ts";
import { sortedInSlices } from "../../live/sliced-sort.ts";
import type { SlicedWork } from "../../live/slices.ts";
import { type AnyRow, type Entry, sortOrder } from "../../live/sort-order.ts";
import { invalidInput } from "../api-error.ts";
import { fromCode } from "../problem.ts";
import type { ListQuery } from "./list-query.ts";

/** Rows that are looked at in one step. */
const rowsAtOnce = 256;

/**
 * Rows that match the filter, in the order asked for, found a few at a time. The same language and order as in live
 * lists.
 */
export function* selectRows<Row extends AnyRow>(
  given: Iterable<Row>,
  query: ListQuery,
  o: { compile: FilterCompiler<Row>; defaultSort: readonly string[]; keyOf: (row: Row) => string },
): SlicedWork<Row[]> {
  const rows = [...given];
  const filter = o.compile(query.filter);
  if ("error" in filter) throw fromCode("INVALID_QUERY", { detail: filter.error });
  requireFields(rows, query.sort);
  const order = sortOrder(query.sort.length > 0 ? query.sort : o.defaultSort);
  const entries: Entry<Row>[] = [];
  for (const [at, row] of rows.entries()) {
    if (filter.matches(row)) entries.push(order.entryOf(o.keyOf(row), row));
    if (at % rowsAtOnce === rowsAtOnce - 1) yield;
  }
  const sorted = yield* sortedInSlices(entries, order.compare);
  return sorted.map((entry) => entry.row);
}

/** @throws ApiError for a sort key that rows do not have; `tag:NAME` is one whatever the name */
function requireFields(rows: Iterable<AnyRow>, sort: readonly string[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const wrong = sort
    .map((key) => key.replace(/^-/, ""))
    .find((key) => !key.startsWith("tag:") && !Object.hasOwn(first, key));
  if (wrong === undefined) return;
  const message = `there is no field ${wrong}; there are: ${Object.keys(first).join(", ")}, tag:NAME`;
  throw invalidInput([{ field: "sort", message }]);
}
