/**
 * Description of a value on the wire, as plain data. Everything in the coders is derived from it.
 * The contract package builds these from its schemas; this package knows no message by name.
 *
 * Two forms of a decoded value exist (see `ValueForm`):
 *
 * | kind       | plain (what Dominator's JSON holds)            | exact (loses nothing)                       |
 * | ---------- | ---------------------------------------------- | ------------------------------------------- |
 * | int, uint  | number; beyond 2^53 is an error                | number, bigint beyond 2^53                  |
 * | bytes      | base64 text ("52:54:…" with text "mac")        | Uint8Array                                  |
 * | ip         | "10.0.0.1", "" for none                        | Uint8Array (4, 16 or 0 bytes)               |
 * | time       | RFC 3339 text, up to nine digits               | ExactTime                                   |
 * | duration   | number of nanoseconds (signed)                 | number, bigint beyond 2^53                  |
 * | enum       | text ("running"; "UNKNOWN State 17")           | number                                      |
 * | embedded   | fields flattened into the outer object         | nested under the type's name                |
 * | list       | [] when absent                                 | []                                          |
 * | map        | {} (no prototype) when absent                  | null when absent, {} when empty             |
 * | map, large | a Map, empty when absent                       | null when absent, a Map                     |
 * | array      | list of its elements (hex with text "hex")     | list of its elements                        |
 * | pointer    | undefined when nil                             | null when nil                               |
 * | zero field | undefined when `omitempty`, else the zero      | always the zero                             |
 * | interface  | { $type, $value } or null                      | { $type, $value } or null                   |
 *
 * When encoding, plain values may leave out any field (it is then zero); an empty map is sent, an absent one is not.
 */
export type WireType =
  | { readonly kind: "bool" }
  | { readonly kind: "int"; readonly bits: 8 | 16 | 32 | 64 }
  /** `mask`: bits of which those from the 53rd on say nothing; the plain form leaves them out. */
  | { readonly kind: "uint"; readonly bits: 8 | 16 | 32 | 64; readonly mask?: boolean }
  | { readonly kind: "float"; readonly bits: 32 | 64 }
  | { readonly kind: "complex" }
  | { readonly kind: "string" }
  | BytesWireType
  | { readonly kind: "ip" }
  | { readonly kind: "time" }
  | { readonly kind: "duration" }
  | EnumWireType
  | StructWireType
  | { readonly kind: "slice"; readonly elem: WireType }
  | ArrayWireType
  | MapWireType
  | { readonly kind: "pointer"; readonly elem: WireType }
  | InterfaceWireType;

/** A byte string. `text: "mac"` marks hardware addresses, which are text with colons in JSON instead of base64. */
export interface BytesWireType {
  readonly kind: "bytes";
  readonly text?: "mac";
}

/** Exactly `len` elements. `text: "hex"` marks byte arrays (hashes) that are hex digits in JSON. */
export interface ArrayWireType {
  readonly kind: "array";
  readonly elem: WireType;
  readonly len: number;
  readonly text?: "hex";
}

/** Gob carries the number, JSON the text. `texts[n]` is the text of number n; `name` is the Go type name. */
export interface EnumWireType {
  readonly kind: "enum";
  readonly name: string;
  readonly texts: readonly string[];
}

/**
 * A map. `large` marks one that may hold very many entries: as a value it is a Map, since an object of 100,000 keys
 * stops everything else for more than ten milliseconds each time it grows.
 */
export interface MapWireType {
  readonly kind: "map";
  readonly key: WireType;
  readonly elem: WireType;
  readonly large?: true;
}

/** A struct; `name` is its bare Go name. May refer to itself through a getter on `fields`. */
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

/** One field of a struct, in the order of declaration (the order of gob field numbers). */
export interface WireField {
  readonly name: string;
  readonly type: WireType;
  /** Name in JSON when it differs from `name`. */
  readonly jsonName?: string;
  /** Left out of JSON when zero (no effect for structs, times and arrays, as in Go). */
  readonly omitempty?: boolean;
  /** An embedded struct: nested in gob, flattened in JSON. */
  readonly embedded?: boolean;
}

/** Which form decoded values take and encoded values are given in. */
export type ValueForm = "plain" | "exact";

/** A moment as gob carries it. `offsetSeconds` is null for UTC, else east of UTC. */
export interface ExactTime {
  /** Seconds since 1970-01-01T00:00:00Z; bigint beyond 2^53. */
  readonly unixSeconds: number | bigint;
  readonly nanoseconds: number;
  readonly offsetSeconds: number | null;
}
