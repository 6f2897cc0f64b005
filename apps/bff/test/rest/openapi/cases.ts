import fc from "fast-check";
import { invalid, valid } from "./arbitraries.ts";
import type { Document, Documented, Schema } from "./document.ts";
import type { SentRequest } from "./world.ts";

type Path = Readonly<Record<string, string>>;

/** A request, and what must be said of it. */
export interface Case {
  readonly told: string;
  readonly sent: SentRequest;
  /** Name of the field that the answer must name in a 400; undefined: any documented answer will do. */
  readonly names?: string;
  /** Words that must be in what is said of that field. */
  readonly words?: readonly string[];
  /** Status that it must have. */
  readonly status?: number;
}

interface Making {
  readonly document: Document;
  readonly operation: Documented;
  readonly path: Path;
  readonly seed: number;
  /** Values that requests must have for the sake of the tests that follow. */
  readonly fixed: Readonly<Record<string, unknown>>;
}

function sampled<T>(making: Making, arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { seed: making.seed, numRuns: count });
}

function bodySchema({ operation }: Making): Schema | undefined {
  return operation.spec.requestBody?.content["application/json"]?.schema;
}

/** Requests that the document allows. */
export function validCases(making: Making): Case[] {
  const { document, operation, path, fixed } = making;
  const json = bodySchema(making);
  if (json !== undefined) {
    return sampled(making, valid(document, json), 10).map((body) => ({
      told: "a valid body",
      sent: { path, body: JSON.stringify({ ...(body as object), ...fixed }) },
    }));
  }
  if (operation.spec.requestBody !== undefined) {
    const bytes = sampled(making, fc.uint8Array({ maxLength: 200 }), 4);
    return bytes.map((body) => ({ told: "bytes", sent: { path, body: new Uint8Array(body) } }));
  }
  const query = operation.spec.parameters.filter((one) => one.in === "query" && one.schema !== undefined);
  const model = fc.record(
    Object.fromEntries(query.map((one) => [one.name, valid(document, one.schema as Schema)])),
    { requiredKeys: [] },
  );
  return sampled(making, model, query.length === 0 ? 1 : 10).map((given) => ({
    told: "a valid query",
    sent: { path, query: queryOf({ ...(given as object), ...fixed }) },
  }));
}

function queryOf(given: object): (readonly [string, string])[] {
  return Object.entries(given).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, typeof one === "string" ? one : String(one)] as const),
  );
}

/** Requests that the document does not allow: each must be refused by name. */
export function invalidCases(making: Making): Case[] {
  return [...bodyCases(making), ...queryCases(making), ...headerCases(making)];
}

function bodyCases(making: Making): Case[] {
  const { document, path } = making;
  const schema = bodySchema(making);
  if (schema === undefined) return [];
  const properties = Object.entries((document.resolved(schema).properties ?? {}) as Record<string, Schema>);
  const body = (value: unknown) => ({
    path,
    body: typeof value === "string" ? value : JSON.stringify(value),
  });
  const wrong = properties.flatMap(([name, one], index) =>
    sampled({ ...making, seed: making.seed + index }, invalid(document, one), 3).map((value) => ({
      told: `${name}: ${JSON.stringify(value)}`,
      sent: body({ ...making.fixed, [name]: value }),
      names: name,
      words: wordsOf(document, one),
    })),
  );
  const required = (schema.required ?? []) as string[];
  return [
    ...wrong,
    ...required.map((name) => ({ told: `without ${name}`, sent: body({}), names: name })),
    { told: "an unknown field", sent: body({ Nonsense: 1 }), names: "Nonsense" },
    { told: "a prototype", sent: body('{"__proto__":{"polluted":true}}'), names: "__proto__" },
    {
      told: "a constructor",
      sent: body('{"constructor":{"prototype":{"polluted":true}}}'),
      names: "constructor",
    },
    ...["[]", '"text"', "7", "null", "true", "[[[[]]]]"].map((text) => ({
      told: `a body of ${text}`,
      sent: body(text),
      ...(text === "null" ? {} : { status: 400 }),
    })),
    ...["{", '{"a":', "\u0000", '{"a":1}{"b":2}', "NaN", "{'a':1}"].map((text) => ({
      told: `no JSON: ${text}`,
      sent: body(text),
      status: 400,
    })),
    { told: "deep", sent: body(`${'{"a":'.repeat(3000)}1${"}".repeat(3000)}`), status: 400 },
    {
      told: "of another type",
      sent: { ...body("a=1"), headers: { "Content-Type": "application/x-www-form-urlencoded" } },
      status: 415,
    },
    { told: "of no type", sent: { ...body("{}"), headers: { "Content-Type": "text/plain" } }, status: 415 },
  ];
}

/** An enumeration's words are told to whoever gets them wrong. */
function wordsOf(document: Document, schema: Schema): readonly string[] {
  const words = document.resolved(schema).enum;
  return Array.isArray(words) ? words.map(String) : [];
}

function queryCases(making: Making): Case[] {
  const { operation, path, document } = making;
  if (bodySchema(making) !== undefined || operation.verb === "PUT" || operation.verb === "POST") return [];
  // These want a WebSocket before they look at anything else.
  if (operation.spec.responses["101"] !== undefined) return [];
  const parameters = operation.spec.parameters.filter((one) => one.in === "query");
  const numbers = parameters.filter((one) => document.resolved(one.schema ?? {}).type === "integer");
  const scalars = parameters.filter((one) => one.schema?.type !== "array" && one.schema?.type !== "object");
  return [
    ...numbers.flatMap(({ name }) =>
      ["text", "-1", "1.5", "1e999", "99999999999999999999"].map((text) => ({
        told: `${name}=${text}`,
        sent: { path, query: [[name, text] as const] },
        names: name,
      })),
    ),
    ...scalars.map(({ name }) => ({
      told: `${name} twice`,
      sent: { path, query: [[name, "1"] as const, [name, "2"] as const] },
      names: name,
    })),
    ...["Nonsense", "__proto__", "constructor"].map((name) => ({
      told: `a parameter ${name}`,
      sent: { path, query: [[name, "1"] as const] },
      names: name,
    })),
  ];
}

function headerCases({ operation, path }: Making): Case[] {
  const takesKey = operation.spec.parameters.some((one) => one.name === "Idempotency-Key");
  if (!takesKey) return [];
  return [
    {
      told: "a key that is too long",
      sent: { path, headers: { "Idempotency-Key": "k".repeat(201) } },
    },
  ];
}

const strangePaths = [
  " ",
  "../..",
  "%",
  "💾",
  "x".repeat(3000),
  "0.0.0.0",
  "::",
  "-1",
  "99999999999999999999",
  "__proto__",
  "a\u0000b",
];

/** Paths that lead nowhere. */
export function pathCases({ path }: Making): Case[] {
  return Object.keys(path).flatMap((name) =>
    strangePaths.map((text) => ({
      told: `${name} = ${text.slice(0, 20)}`,
      sent: { path: { ...path, [name]: text } },
    })),
  );
}
