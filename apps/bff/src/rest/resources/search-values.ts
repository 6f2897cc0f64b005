import {
  eventFields,
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

type Counts = ReadonlyMap<string, number>;

/** Values of one tag that are counted: a tag that names each VM apart offers nothing to choose from. */
const mostValuesOfTag = 1_000;

/** Counts in how many rows each value of a field occurs. Of tags, names count as well as `name=value`. */
export function countValues<Row>(field: QueryField<Row>, rows: Iterable<Row>): Counts {
  return field.type === "tags" ? countTags(field.read, rows) : countPlain(field, rows);
}

function countPlain<Row>(field: QueryField<Row>, rows: Iterable<Row>): Counts {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const values = fieldValues(field, row);
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as string;
      if (value !== "" && values.indexOf(value) === at) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return counts;
}

function countTags<Row>(read: (row: Row) => Readonly<Record<string, string>>, rows: Iterable<Row>): Counts {
  const names = new Map<string, { count: number; values: Map<string, number> }>();
  for (const row of rows) {
    const tags = read(row);
    for (const name of Object.keys(tags)) {
      const one = names.get(name) ?? { count: 0, values: new Map<string, number>() };
      if (one.count === 0) names.set(name, one);
      one.count += 1;
      const value = tags[name] as string;
      const known = one.values.get(value);
      if (known !== undefined || one.values.size < mostValuesOfTag) one.values.set(value, (known ?? 0) + 1);
    }
  }
  const counts = new Map<string, number>();
  for (const [name, { count, values }] of names) {
    counts.set(name, count);
    for (const [value, times] of values) counts.set(`${name}=${value}`, times);
  }
  return counts;
}

/** The most frequent values that contain a text, at most so many. */
export function mostFrequent(counts: Counts, typed: string, most: number): SearchValue[] {
  const wanted = typed.toLowerCase();
  const best: SearchValue[] = [];
  const comesBefore = (value: string, count: number, other: SearchValue) =>
    count > other.Count || (count === other.Count && value < other.Value);
  for (const [Value, Count] of counts) {
    const last = best.at(-1);
    if (best.length === most && last !== undefined && !comesBefore(Value, Count, last)) continue;
    if (wanted !== "" && !Value.toLowerCase().includes(wanted)) continue;
    let at = best.length;
    while (at > 0 && comesBefore(Value, Count, best[at - 1] as SearchValue)) at -= 1;
    best.splice(at, 0, { Value, Count });
    if (best.length > most) best.pop();
  }
  return best;
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
      events: source(eventFields, () => [...deps.events.rows()].map(([, row]) => row)),
    };
  };
  let kept = { of: "", until: 0, values: new Map() as Counts };
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
    const now = performance.now();
    const of = `${noun}:${key}`;
    if (kept.of !== of || kept.until < now) {
      const { field, rows } = source();
      if (field === undefined) throw invalidInput([{ field: "key", message: "there is nothing so called" }]);
      kept = { of, until: now + keepMs, values: countValues(field, rows) };
    }
    sendRead(request, response, { Items: mostFrequent(kept.values, typed, most) });
  });
  return router;
}
