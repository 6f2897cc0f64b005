import fc from "fast-check";
import type { Document, Schema } from "./document.ts";

/** Words that have broken programs: prototypes, markup, paths, control characters, long and foreign ones. */
const nastyTexts = [
  "",
  "__proto__",
  "constructor",
  "toString",
  "<script>alert(1)</script>",
  "../../etc/passwd",
  "a\u0000b",
  "\u202Egnp.exe",
  "💾".repeat(20),
  "ﷺ",
  "\ud800",
  "'; DROP TABLE vms; --",
  "%00%2e%2e%2f",
  "x".repeat(5000),
  "\r\nSet-Cookie: a=b",
];

const depthLimit = 3;

/** Values that a schema allows; texts are often nasty. Durations stay short, for somebody waits for them. */
export function valid(document: Document, given: Schema, depth = 0): fc.Arbitrary<unknown> {
  const schema = document.resolved(given);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (Array.isArray(schema.oneOf))
    return fc.oneof(...schema.oneOf.map((one: Schema) => valid(document, one, depth)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case "boolean":
      return fc.boolean();
    case "integer":
      return wholeNumbers(schema);
    case "array":
      return depth > depthLimit
        ? fc.constant([])
        : fc.array(valid(document, (schema.items ?? {}) as Schema, depth + 1), { maxLength: 3 });
    case "object":
      return objects(document, schema, depth);
    default:
      return texts(schema);
  }
}

function wholeNumbers(schema: Schema): fc.Arbitrary<number> {
  if (schema.format === "nanoseconds") return fc.constantFrom(0, 1, 1_000_000);
  const min = Number(schema.minimum ?? Number.MIN_SAFE_INTEGER);
  const max = Number(schema.maximum ?? Number.MAX_SAFE_INTEGER);
  return fc.oneof(fc.integer({ min: Math.max(min, 0), max: Math.min(max, 4096) }), fc.constantFrom(min, max));
}

function texts(schema: Schema): fc.Arbitrary<string> {
  if (typeof schema.pattern === "string") return fc.constant("0".repeat(128));
  if (schema.contentEncoding === "base64")
    return fc.uint8Array({ maxLength: 60 }).map((some) => Buffer.from(some).toString("base64"));
  if (schema.format === "date-time") return fc.constant("2026-01-31T12:00:00Z");
  if (schema.anyOf !== undefined) return fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant(""));
  const most = Number(schema.maxLength ?? 6000);
  const some = fc.oneof(fc.constantFrom(...nastyTexts), fc.string({ unit: "binary", maxLength: 40 }));
  return some.map((one) => one.slice(0, most).padEnd(Number(schema.minLength ?? 0), "x"));
}

function objects(document: Document, schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const elem = schema.additionalProperties;
  if (properties.length === 0 && typeof elem === "object" && elem !== null) {
    if (depth > depthLimit) return fc.constant({});
    const keys = fc.oneof(
      fc.constantFrom("__proto__", "constructor", "env", "0"),
      fc.string({ maxLength: 12 }),
    );
    return fc
      .uniqueArray(fc.tuple(keys, valid(document, elem as Schema, depth + 1)), {
        selector: ([key]) => key,
        maxLength: 3,
      })
      .map(
        // A literal or an assignment would set the prototype instead of a key.
        (entries) => Object.fromEntries(entries),
      );
  }
  const model = properties.map(([name, one]) => [name, valid(document, one, depth + 1)] as const);
  const required = (schema.required ?? []) as string[];
  return fc.record(Object.fromEntries(model), { requiredKeys: required });
}

/** Values that are of none of a schema's types, so that they must be refused. */
export function invalid(document: Document, given: Schema): fc.Arbitrary<unknown> {
  const schema = document.resolved(given);
  if (Array.isArray(schema.enum)) return fc.constantFrom<unknown>("no such word", 1, true, [], {});
  const types = [schema.type].flat();
  const wrong: unknown[] = [];
  if (!types.includes("string")) wrong.push("text", "");
  if (!types.includes("boolean")) wrong.push(true);
  if (!types.includes("array")) wrong.push([], [[["deep"]]]);
  if (!types.includes("object")) wrong.push({}, { __proto: 1 });
  if (!types.includes("integer")) wrong.push(1, -1);
  else wrong.push(1.5, Number(schema.minimum ?? -1) < 0 ? 1e300 : -1, 2 ** 63);
  return fc.constantFrom(...wrong);
}
