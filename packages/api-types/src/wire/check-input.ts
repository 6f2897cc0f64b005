import type { z } from "zod/mini";
import { type Plain, type Schema, wireTypeOf } from "./schema.ts";
import type { StructWireType, WireType } from "./wire-type.ts";

/** A wrong field of some input. `field` is a path such as `Volumes[0].Size`, "" for the whole. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export type CheckedInput<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

const mostErrors = 50;

/**
 * Checks input against a message: fills in zeros, refuses unknown fields, and says of each wrong field what is allowed.
 * Fields that are null count as absent, as Go reads them. `alsoKnown`: names that were taken out of the input before.
 */
export function checkInput<S extends Schema>(
  schema: S,
  input: unknown,
  alsoKnown: readonly string[] = [],
): CheckedInput<Plain<S>> {
  const result = schema.safeParse(withoutNulls(input));
  if (result.success) return { ok: true, value: result.data as Plain<S> };
  const known = (path: readonly PropertyKey[]) => {
    const names = namesAt(wireTypeOf(schema), path);
    return path.length === 0 ? [...names, ...alsoKnown] : names;
  };
  const errors = result.error.issues.slice(0, mostErrors).flatMap((issue) => describeIssue(issue, known));
  return { ok: false, errors };
}

/** Names of the fields of the object at a place of a message; none where there is no object of fixed fields. */
function namesAt(type: WireType, path: readonly PropertyKey[]): readonly string[] {
  const [part, ...rest] = path;
  switch (type.kind) {
    case "slice":
    case "array":
    case "map":
      return part === undefined ? [] : namesAt(type.elem, rest);
    case "pointer":
      return namesAt(type.elem, path);
    case "struct": {
      const fields = flatFields(type);
      if (part === undefined) return [...fields.keys()];
      const field = fields.get(String(part));
      return field === undefined ? [] : namesAt(field, rest);
    }
    default:
      return [];
  }
}

/** Fields as they stand in JSON, where those of embedded structs are the outer one's. */
function flatFields(type: StructWireType): Map<string, WireType> {
  const entries = type.fields.flatMap((field) =>
    field.embedded && field.type.kind === "struct"
      ? [...flatFields(field.type)]
      : [[field.name, field.type] as const],
  );
  return new Map(entries);
}

function withoutNulls(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || depth > 32) return value;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  const output = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value)) {
    if (item !== null) output[key] = withoutNulls(item, depth + 1);
  }
  return output;
}

function describeIssue(
  issue: z.core.$ZodIssue,
  known: (path: readonly PropertyKey[]) => readonly string[],
): FieldError[] {
  const field = pathText(issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        field: field === "" ? key : `${field}.${key}`,
        message: `is not a known field; there are: ${known(issue.path).join(", ")}`,
      }));
    case "invalid_value":
      return [
        { field, message: `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}` },
      ];
    case "too_small":
      return [{ field, message: `must be at least ${issue.minimum}` }];
    case "too_big":
      return [{ field, message: `must be at most ${issue.maximum}` }];
    case "invalid_type":
      return [{ field, message: `must be ${typeWords[issue.expected] ?? issue.expected}` }];
    case "invalid_union":
      return [{ field, message: "is none of the kinds that are possible here" }];
    default:
      return [{ field, message: `must be ${issue.message}` }];
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}
