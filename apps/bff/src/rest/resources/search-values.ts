import {
  type FieldSet,
  fieldValues,
  findField,
  hypervisorFields,
  operationFields,
  type QueryField,
  vmFields,
} from "@stackdeck/api-types";
import { Router } from "express";
import { invalidInput } from "../api-error.ts";
import type { RestDeps } from "../rest-deps.ts";
import { sendRead } from "../sync-route.ts";
import { requireKnown } from "./list-query.ts";

/** A value that occurs in rows, and in how many. */
export interface SearchValue {
  readonly Value: string;
  readonly Count: number;
}

const mostValues = 200;
const standardMost = 20;
/** Counts stay good for so long: whoever types asks again with every key. */
const keepMs = 2_000;

/** Counts the values of a field, the most frequent first. Of tags, names count as well as `name=value`. */
export function countValues<Row>(field: QueryField<Row>, rows: Iterable<Row>): SearchValue[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const values = new Set(fieldValues(field, row));
    if (field.type === "tags") for (const name of Object.keys(field.read(row))) values.add(name);
    for (const value of values) if (value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([Value, Count]) => ({ Value, Count }))
    .sort((a, b) => b.Count - a.Count || a.Value.localeCompare(b.Value, "en", { numeric: true }));
}

type Source = () => { readonly field: QueryField<never> | undefined; readonly rows: Iterable<never> };

/** `/search-values`: what the search fields offer while one types. */
export function searchValuesRouter(deps: RestDeps): Router {
  const sourceOf = (key: string): Readonly<Record<string, Source>> => {
    const source =
      <Row>(fields: FieldSet<Row>, rows: () => Iterable<Row>): Source =>
      () => ({
        field: findField(fields, key) as QueryField<never> | undefined,
        rows: rows() as Iterable<never>,
      });
    return {
      vms: source(vmFields, () => deps.inventory.vms()),
      hypervisors: source(hypervisorFields, () => deps.inventory.hypervisors()),
      operations: source(operationFields, () => [...deps.operations.rows()].map(([, row]) => row)),
    };
  };
  let kept = { of: "", until: 0, values: [] as readonly SearchValue[] };
  const router = Router();
  router.get("/search-values", (request, response) => {
    requireKnown(request, ["noun", "key", "typed", "limit"]);
    const {
      noun = "",
      key = "",
      typed = "",
      limit = String(standardMost),
    } = request.query as Partial<Record<string, string>>;
    const sources = sourceOf(key);
    const source = Object.hasOwn(sources, noun) ? sources[noun] : undefined;
    const most = Number(limit);
    const errors = [];
    if (source === undefined)
      errors.push({ field: "noun", message: `must be one of ${Object.keys(sources).join(", ")}` });
    if (!Number.isInteger(most) || most < 1 || most > mostValues)
      errors.push({ field: "limit", message: `must be a whole number from 1 to ${mostValues}` });
    if (source === undefined || errors.length > 0) throw invalidInput(errors);
    const now = Date.now();
    const of = `${noun}:${key}`;
    if (kept.of !== of || kept.until < now) {
      const { field, rows } = source();
      if (field === undefined) throw invalidInput([{ field: "key", message: "there is nothing so called" }]);
      kept = { of, until: now + keepMs, values: countValues(field, rows) };
    }
    const wanted = typed.toLowerCase();
    const Items: SearchValue[] = [];
    for (const value of kept.values) {
      if (Items.length >= most) break;
      if (value.Value.toLowerCase().includes(wanted)) Items.push(value);
    }
    sendRead(request, response, { Items });
  });
  return router;
}
