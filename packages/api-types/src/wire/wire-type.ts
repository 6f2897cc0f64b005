/**
 * Description of a value on the wire, as plain data. The coders of the transport are driven by it; its shape is the
 * one they expect, declared here again because this package depends on nothing of ours.
 */
export type WireType =
  | { readonly kind: "bool" }
  | IntegerWireType
  | { readonly kind: "string" }
  | { readonly kind: "bytes"; readonly text?: "mac" }
  | { readonly kind: "ip" }
  | { readonly kind: "time" }
  | { readonly kind: "duration" }
  | EnumWireType
  | StructWireType
  | { readonly kind: "slice"; readonly elem: WireType }
  | { readonly kind: "array"; readonly elem: WireType; readonly len: number; readonly text?: "hex" }
  | { readonly kind: "map"; readonly key: WireType; readonly elem: WireType }
  | { readonly kind: "pointer"; readonly elem: WireType }
  | InterfaceWireType;

export type IntegerWireType =
  | { readonly kind: "int"; readonly bits: 8 | 16 | 32 | 64 }
  /** `mask`: bits of which those from the 53rd on say nothing; the plain form leaves them out. */
  | { readonly kind: "uint"; readonly bits: 8 | 16 | 32 | 64; readonly mask?: boolean };

/** Gob carries the number, JSON the text. `texts[n]` is the text of number n; `name` is the Go type name. */
export interface EnumWireType {
  readonly kind: "enum";
  readonly name: string;
  readonly texts: readonly string[];
}

/** A struct; `name` is its bare Go name. Fields are in the order of declaration (the order of gob field numbers). */
export interface StructWireType {
  readonly kind: "struct";
  readonly name: string;
  readonly fields: readonly WireField[];
}

/** An interface type with the concrete types that are registered for it, by registered name. */
export interface InterfaceWireType {
  readonly kind: "interface";
  readonly name: string;
  readonly implementations: ReadonlyMap<string, WireType>;
}

export interface WireField {
  readonly name: string;
  readonly type: WireType;
  /** Left out of JSON when zero (no effect for structs, times and arrays, as in Go). */
  readonly omitempty?: boolean;
  /** An embedded struct: nested in gob, flattened in JSON. */
  readonly embedded?: boolean;
}
