import * as z from "zod/mini";
import { dictionary } from "./dictionary.ts";
import { isBase64Text, isHashText, isIpText, isMacText, isTimeText, zeroTime } from "./text-forms.ts";
import type { EnumWireType, WireType } from "./wire-type.ts";

/**
 * How a field of this type behaves in JSON: `value` follows `omitempty`, `solid` is always written (structs, times and
 * arrays, as in Go), `pointer` is absent when nil.
 */
export type Role = "value" | "solid" | "pointer";

/** A Zod schema in the plain form that also knows what the value is on the wire. */
export interface Schema<Out = unknown, In = Out, R extends Role = Role> extends z.ZodMiniType<Out, In> {
  /** For types only. */
  readonly "~role"?: R;
}

/** What is known of a schema besides its check. */
export interface SchemaFacts {
  readonly wire: WireType;
  readonly doc: string;
  /** Go name where the type has one of its own. */
  readonly name?: string;
  /** The zero value in plain form; undefined for a nil pointer. */
  readonly zero: () => unknown;
}

/** The value a schema yields. */
export type Plain<S extends Schema> = z.output<S>;
/** The value a schema takes: fields may be absent. */
export type PlainInput<S extends Schema> = z.input<S>;

const factsBySchema = /* @__PURE__ */ new WeakMap<object, SchemaFacts>();

/* @__NO_SIDE_EFFECTS__ */
export function attach<S extends object>(schema: S, facts: SchemaFacts): S {
  factsBySchema.set(schema, facts);
  return schema;
}

/** What is known of a schema made by the builders of this package; throws for any other. */
export function factsOf(schema: object): SchemaFacts {
  const facts = factsBySchema.get(schema);
  if (facts === undefined) throw new TypeError("not a schema of the contract");
  return facts;
}

/** Description of the type for the coders. */
export function wireTypeOf(schema: object): WireType {
  return factsOf(schema).wire;
}

/* @__NO_SIDE_EFFECTS__ */
function integer(
  kind: "int" | "uint",
  bits: 8 | 16 | 32 | 64,
  wire: WireType = { kind, bits },
): Schema<number, number, "value"> {
  const limit = Math.min(2 ** (kind === "int" ? bits - 1 : bits) - 1, Number.MAX_SAFE_INTEGER);
  const lowest = kind === "uint" ? 0 : Math.max(-limit - 1, Number.MIN_SAFE_INTEGER);
  const check = z.number().check(z.int(), z.gte(lowest), z.lte(limit));
  return attach(check as Schema<number, number, "value">, { wire, doc: "", zero: () => 0 });
}

/* @__NO_SIDE_EFFECTS__ */
function textual<R extends Role = "value">(
  wire: WireType,
  zero: string,
  format: string,
  isValid?: (text: string) => boolean,
): Schema<string, string, R> {
  const base = z.string();
  const check = isValid === undefined ? base : base.check(z.refine(isValid, { error: format }));
  return attach(check as Schema<string, string, R>, { wire, doc: "", zero: () => zero });
}

export const bool: Schema<boolean, boolean, "value"> = /* @__PURE__ */ attach(z.boolean(), {
  wire: { kind: "bool" },
  doc: "",
  zero: () => false,
});
export const uint8 = /* @__PURE__ */ integer("uint", 8);
export const uint16 = /* @__PURE__ */ integer("uint", 16);
export const uint32 = /* @__PURE__ */ integer("uint", 32);
/** Up to 2^53 − 1: more does not fit into JSON numbers. */
export const uint64 = /* @__PURE__ */ integer("uint", 64);
/** 64 bits, the upper eleven without a meaning: others may send them set. */
export const mask64 = /* @__PURE__ */ integer("uint", 64, { kind: "uint", bits: 64, mask: true });
export const int32 = /* @__PURE__ */ integer("int", 32);
export const int64 = /* @__PURE__ */ integer("int", 64);
export const text = /* @__PURE__ */ textual({ kind: "string" }, "", "text");
/** Address text; "" for none. */
export const ip = /* @__PURE__ */ textual({ kind: "ip" }, "", "an IP address", isIpText);
/** Base64 text. */
export const bytes = /* @__PURE__ */ textual({ kind: "bytes" }, "", "base64 text", isBase64Text);
/** Hardware address as text with colons. */
export const mac = /* @__PURE__ */ textual({ kind: "bytes", text: "mac" }, "", "a MAC address", isMacText);
/** RFC 3339 text. */
export const time = /* @__PURE__ */ textual<"solid">(
  { kind: "time" },
  zeroTime,
  "a time such as 2026-01-31T12:00:00Z",
  isTimeText,
);
/** Number of nanoseconds, signed. */
export const duration: Schema<number, number, "value"> = /* @__PURE__ */ attach(
  z.number().check(z.int()) as Schema<number, number, "value">,
  { wire: { kind: "duration" }, doc: "", zero: () => 0 },
);
/** SHA-512 value: 64 bytes on the wire, 128 hex digits in JSON. */
export const sha512 = /* @__PURE__ */ textual<"solid">(
  { kind: "array", elem: { kind: "uint", bits: 8 }, len: 64, text: "hex" },
  "0".repeat(128),
  "128 hex digits",
  isHashText,
);

/** A schema of the same form under its own Go name. */
/* @__NO_SIDE_EFFECTS__ */
export function named<Out, In, R extends Role>(
  name: string,
  doc: string,
  schema: Schema<Out, In, R>,
): Schema<Out, In, R> {
  return attach(schema.clone(), { ...factsOf(schema), name, doc });
}

/** An enumeration: a number in gob, a text in JSON. `texts[n]` is the text of number n. */
export interface EnumSchema<T extends string> extends Schema<T, T, "value"> {
  readonly texts: readonly T[];
}

/* @__NO_SIDE_EFFECTS__ */
export function enumeration<const T extends string>(
  name: string,
  doc: string,
  texts: readonly [T, ...T[]],
): EnumSchema<T> {
  const wire: EnumWireType = { kind: "enum", name, texts };
  const schema = Object.assign(z.enum(texts) as unknown as Schema<T, T, "value">, { texts });
  return attach(schema, { wire, doc, name, zero: () => texts[0] });
}

/** Number of an enumeration's text on the wire; undefined when the text is unknown. */
export function numberOfText<T extends string>(schema: EnumSchema<T>, word: string): number | undefined {
  const index = schema.texts.indexOf(word as T);
  return index < 0 ? undefined : index;
}

/** Text of an enumeration's number; undefined when the number is unknown. */
export function textOfNumber<T extends string>(schema: EnumSchema<T>, index: number): T | undefined {
  return schema.texts[index];
}

/** A list; `[]` when absent. */
/* @__NO_SIDE_EFFECTS__ */
export function list<Out, In>(elem: Schema<Out, In>): Schema<Out[], In[], "value"> {
  const schema = z.array(elem) as unknown as Schema<Out[], In[], "value">;
  return attach(schema, { wire: { kind: "slice", elem: wireTypeOf(elem) }, doc: "", zero: () => [] });
}

/** A map with text keys, or with the numbers of another key type written as text; `{}` when absent. */
/* @__NO_SIDE_EFFECTS__ */
export function mapOf<Out, In>(
  elem: Schema<Out, In>,
  key: Schema<string> | Schema<number> = text,
): Schema<Record<string, Out>, Record<string, In>, "value"> {
  const keyType = wireTypeOf(key);
  const isKey = keyType.kind === "string" ? () => true : (word: string) => /^(?:0|[1-9]\d{0,15})$/.test(word);
  const schema = dictionary(elem as z.ZodMiniType, isKey) as unknown as Schema<
    Record<string, Out>,
    Record<string, In>,
    "value"
  >;
  const wire: WireType = { kind: "map", key: keyType, elem: wireTypeOf(elem) };
  return attach(schema, { wire, doc: "", zero: () => Object.create(null) });
}

/** Something that may be nil. A nil field is absent; elements of lists and maps are never nil. */
/* @__NO_SIDE_EFFECTS__ */
export function pointer<Out, In>(elem: Schema<Out, In>): Schema<Out, In, "pointer"> {
  const facts = factsOf(elem);
  const wire: WireType = { kind: "pointer", elem: facts.wire };
  const zero = () => undefined;
  return attach(elem.clone() as unknown as Schema<Out, In, "pointer">, { wire, doc: facts.doc, zero });
}

type Implementations = Readonly<Record<string, Schema>>;
type Variant<T extends Implementations, Side extends "in" | "out"> = {
  [K in keyof T]: { $type: K; $value: Side extends "in" ? PlainInput<T[K]> : Plain<T[K]> };
}[keyof T];

/** A value of one of several registered types, tagged with the registered name. */
/* @__NO_SIDE_EFFECTS__ */
export function variant<const T extends Implementations>(
  name: string,
  doc: string,
  types: T,
): Schema<Variant<T, "out">, Variant<T, "in">, "value"> {
  const options = Object.entries(types).map(([type, schema]) =>
    z.strictObject({ $type: z.literal(type), $value: schema }),
  );
  const [first, ...rest] = options;
  if (first === undefined) throw new TypeError("a variant needs at least one type");
  const implementations = new Map(Object.entries(types).map(([type, schema]) => [type, wireTypeOf(schema)]));
  const schema = z.discriminatedUnion("$type", [first, ...rest]);
  return attach(schema as unknown as Schema<Variant<T, "out">, Variant<T, "in">, "value">, {
    wire: { kind: "interface", name, implementations },
    doc,
    name,
    zero: () => undefined,
  });
}
