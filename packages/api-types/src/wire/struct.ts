import * as z from "zod/mini";
import type { Plain, PlainInput, Role, Schema } from "./schema.ts";
import { attach, factsOf, text } from "./schema.ts";
import type { WireField } from "./wire-type.ts";

type Presence = "always" | "optional" | "embedded";

/** One field of a struct with what is said about it. */
export interface Field<Out = unknown, In = unknown, P extends Presence = Presence> {
  readonly schema: Schema<Out, In>;
  readonly doc: string;
  readonly presence: P;
  readonly omitempty: boolean;
}

type Fields = Readonly<Record<string, Field>>;
type Simplify<T> = { [K in keyof T]: T[K] } & {};
type Intersection<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never;
type Names<F extends Fields, P extends Presence> = {
  [K in keyof F]: F[K] extends Field<unknown, unknown, P> ? K : never;
}[keyof F];
type EmbeddedPart<F extends Fields, Side extends 0 | 1> = [Names<F, "embedded">] extends [never]
  ? unknown
  : Intersection<
      { [K in Names<F, "embedded">]: Side extends 0 ? OutOf<F[K]> : InOf<F[K]> }[Names<F, "embedded">]
    >;
type OutOf<F> = F extends { readonly schema: infer S extends Schema } ? Plain<S> : never;
type InOf<F> = F extends { readonly schema: infer S extends Schema } ? PlainInput<S> : never;

/** Plain form of a struct: fields without `omitempty` are always there. */
export type StructPlain<F extends Fields> = Simplify<
  { [K in Names<F, "always">]: OutOf<F[K]> } & {
    [K in Names<F, "optional">]?: OutOf<F[K]> | undefined;
  } & EmbeddedPart<F, 0>
>;
/** What may be given for a struct: every field may be absent and is zero then. */
export type StructInput<F extends Fields> = Simplify<
  { [K in Names<F, "always"> | Names<F, "optional">]?: InOf<F[K]> | undefined } & EmbeddedPart<F, 1>
>;

export interface StructSchema<F extends Fields = Fields>
  extends Schema<StructPlain<F>, StructInput<F>, "solid"> {
  /** Fields in the order of declaration. */
  readonly fields: F;
}

/** Most messages need no more of a struct than this. */
export interface AnyStruct extends Schema<unknown, unknown, "solid"> {
  readonly fields: Fields;
}

/** A field that is always written. A nil pointer is absent all the same. */
/* @__NO_SIDE_EFFECTS__ */
export function field<Out, In, R extends Role>(
  schema: Schema<Out, In, R>,
  doc: string,
): Field<Out, In, R extends "pointer" ? "optional" : "always"> {
  const isPointer = factsOf(schema).wire.kind === "pointer";
  const presence = (isPointer ? "optional" : "always") as R extends "pointer" ? "optional" : "always";
  return { schema, doc, presence, omitempty: false };
}

/** A field left out when zero. Structs, times and arrays are written all the same, as Go does. */
/* @__NO_SIDE_EFFECTS__ */
export function omitempty<Out, In, R extends Role>(
  schema: Schema<Out, In, R>,
  doc: string,
): Field<Out, In, R extends "solid" ? "always" : "optional"> {
  const isSolid = ["struct", "time", "array"].includes(factsOf(schema).wire.kind);
  const presence = (isSolid ? "always" : "optional") as R extends "solid" ? "always" : "optional";
  return { schema, doc, presence, omitempty: true };
}

/** A struct inside another whose fields stand beside the outer ones in JSON. */
/* @__NO_SIDE_EFFECTS__ */
export function embed<F extends Fields>(
  schema: StructSchema<F>,
  doc: string,
  options: { readonly omitempty?: boolean } = {},
): Field<StructPlain<F>, StructInput<F>, "embedded"> {
  return { schema, doc, presence: "embedded", omitempty: options.omitempty ?? false };
}

/** A message or part of one, under its bare Go name. Unknown fields are refused. */
/* @__NO_SIDE_EFFECTS__ */
export function struct<const F extends Fields>(name: string, doc: string, fields: F): StructSchema<F> {
  // Compiling checks with `new Function` is what our content security policy forbids.
  z.config({ jitless: true });
  const schema = Object.assign(z.strictObject(shapeOf(fields)) as unknown as Schema, { fields });
  const facts = {
    wire: { kind: "struct" as const, name, fields: Object.entries(fields).map(wireField) },
    doc,
    name,
    zero: () => zeroStruct(fields),
  };
  return attach(schema as unknown as StructSchema<F>, facts);
}

/** The answer of a call that has nothing to say but an error. */
/* @__NO_SIDE_EFFECTS__ */
export function errorReply(name: string): StructSchema<{ readonly Error: typeof errorField }> {
  return struct(name, "Nothing but an error.", { Error: errorField });
}

/** The field that carries errors in nearly every answer. */
export const errorField = /* @__PURE__ */ field(text, "error text; empty means success");

function shapeOf(fields: Fields): Record<string, z.ZodMiniType> {
  const shape: Record<string, z.ZodMiniType> = {};
  for (const [name, { schema, presence }] of Object.entries(fields)) {
    const base = schema as z.ZodMiniType;
    if (presence === "embedded") Object.assign(shape, shapeOf((schema as AnyStruct).fields));
    else if (presence === "optional") shape[name] = z.optional(base);
    else shape[name] = z._default(base, factsOf(schema).zero);
  }
  return shape;
}

function wireField([name, given]: [string, Field]): WireField {
  return {
    name,
    type: factsOf(given.schema).wire,
    ...(given.omitempty && { omitempty: true }),
    ...(given.presence === "embedded" && { embedded: true }),
  };
}

function zeroStruct(fields: Fields): Record<string, unknown> {
  const zero: Record<string, unknown> = {};
  for (const [name, { schema, presence }] of Object.entries(fields)) {
    if (presence === "embedded") Object.assign(zero, factsOf(schema).zero());
    else if (presence === "always") zero[name] = factsOf(schema).zero();
  }
  return zero;
}

/** The zero value of a message in plain form. */
export function zeroOf<S extends Schema>(schema: S): Plain<S> {
  return factsOf(schema).zero() as Plain<S>;
}
