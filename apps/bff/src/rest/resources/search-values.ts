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
/** Counts stay good for so long: whoever types asks again and again. */
const keepMs = 5_000;
/** Rows that are counted before others get their turn. */
const rowsAtOnce = 4_000;

type Counts = ReadonlyMap<string, number>;

/** Values of one tag that are counted: a tag that names each VM apart offers nothing to choose from. */
const mostValuesOfTag = 1_000;

/** Counts in how many rows each value of a field occurs. Of tags, names count as well as `name=value`. */
interface ValueCounter<Row> {
  add(row: Row): void;
  counts(): Counts;
}

function counterFor<Row>(field: QueryField<Row>): ValueCounter<Row> {
  return field.type === "tags" ? tagCounter(field.read) : plainCounter(field);
}

function plainCounter<Row>(field: QueryField<Row>): ValueCounter<Row> {
  const counts = new Map<string, number>();
  return {
    counts: () => counts,
    add: (row) => {
      const values = fieldValues(field, row);
      for (let at = 0; at < values.length; at++) {
        const value = values[at] as string;
        if (value !== "" && values.indexOf(value) === at) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    },
  };
}

function tagCounter<Row>(read: (row: Row) => Readonly<Record<string, string>>): ValueCounter<Row> {
  const names = new Map<string, { count: number; values: Map<string, number> }>();
  return {
    add: (row) => {
      const tags = read(row);
      for (const name of Object.keys(tags)) {
        const one = names.get(name) ?? { count: 0, values: new Map<string, number>() };
        if (one.count === 0) names.set(name, one);
        one.count += 1;
        const value = tags[name] as string;
        const known = one.values.get(value);
        if (known !== undefined || one.values.size < mostValuesOfTag) one.values.set(value, (known ?? 0) + 1);
      }
    },
    counts: () => {
      const counts = new Map<string, number>();
      for (const [name, { count, values }] of names) {
        counts.set(name, count);
        for (const [value, times] of values) counts.set(`${name}=${value}`, times);
      }
      return counts;
    },
  };
}

/** Counts the values of a large fleet a stretch at a time: who types waits for rows meanwhile, not for this. */
async function countValues<Row>(field: QueryField<Row>, rows: Iterable<Row>): Promise<Counts> {
  const counter = counterFor(field);
  let sinceBreak = 0;
  for (const row of rows) {
    counter.add(row);
    sinceBreak += 1;
    if (sinceBreak < rowsAtOnce) continue;
    sinceBreak = 0;
    await new Promise(setImmediate);
  }
  return counter.counts();
}

/** The most frequent values that contain a text, at most so many. */
function mostFrequent(counts: Counts, typed: string, most: number): SearchValue[] {
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

/** The counts that were asked for last; who asks while they are made waits for the same ones. */
class KeptCounts {
  #of = "";
  #until = 0;
  #counts: Promise<Counts> = Promise.resolve(new Map());

  async of(what: string, source: Source): Promise<Counts | undefined> {
    if (this.#of === what && performance.now() < this.#until) return this.#counts;
    const { field, rows } = source();
    if (field === undefined) return undefined;
    this.#of = what;
    this.#until = performance.now() + keepMs;
    this.#counts = countValues(field, rows);
    return this.#counts;
  }
}

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
  const kept = new KeptCounts();
  const router = Router();
  router.get("/search-values", async (request, response) => {
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
    const values = await kept.of(`${noun}:${key}`, source);
    if (values === undefined) throw invalidInput([{ field: "key", message: "there is nothing so called" }]);
    sendRead(request, response, { Items: mostFrequent(values, typed, most) });
  });
  return router;
}
