/** Facts about receiver's types that encoder and decoder share. */
import type { StructWireType, ValueForm, WireType } from "../wire-type.ts";
import type { SenderKind } from "./sender-types.ts";
import { zeroTimeText } from "./time-text.ts";

type NonPointer = Exclude<WireType, { kind: "pointer" }>;

/** The type behind pointers: gob knows no pointers. */
export function pointee(type: WireType): NonPointer {
  return type.kind === "pointer" ? pointee(type.elem) : type;
}

/** The kind a type has on the wire. */
export function wireKindOf(type: NonPointer): SenderKind {
  switch (type.kind) {
    case "duration":
      return "int";
    case "enum":
      return "uint";
    case "ip":
      return "bytes";
    case "time":
      return "gobEncoder";
    default:
      return type.kind;
  }
}

/** Source of the zero of a scalar (or nil pointer, interface or exact map); undefined for composite types. */
export function scalarZero(type: WireType, form: ValueForm): string | undefined {
  const plain = form === "plain";
  switch (type.kind) {
    case "bool":
      return "false";
    case "int":
    case "uint":
    case "float":
    case "duration":
      return "0";
    case "complex":
      return "zeroComplex";
    case "string":
      return '""';
    case "bytes":
    case "ip":
      return plain ? '""' : "noBytes";
    case "enum":
      return plain ? JSON.stringify(type.texts[0] ?? "") : "0";
    case "time":
      return plain ? `"${zeroTimeText}"` : "zeroTime";
    case "interface":
      return "null";
    case "pointer":
      return plain ? "undefined" : "null";
    case "map":
      return plain ? undefined : "null";
    default:
      return undefined;
  }
}

/** Rough bytes of memory one zero value takes; for limits only. */
export function costOf(type: WireType): number {
  switch (type.kind) {
    case "struct":
      if (isRecursive(type)) return 32 + 24 * type.fields.length;
      return 32 + type.fields.reduce((sum, field) => sum + 8 + costOf(field.type), 0);
    case "slice":
    case "map":
      return 32;
    case "array":
      return 32 + type.len * (8 + costOf(type.elem));
    case "interface":
      return 64;
    default:
      return 0;
  }
}

const recursive = new WeakMap<StructWireType, boolean>();

/** Whether a struct may contain itself. */
export function isRecursive(struct: StructWireType): boolean {
  let known = recursive.get(struct);
  if (known === undefined) {
    known = reaches(struct, struct);
    recursive.set(struct, known);
  }
  return known;
}

function reaches(from: StructWireType, goal: StructWireType): boolean {
  const seen = new Set<StructWireType>();
  const open: WireType[] = from.fields.map((f) => f.type);
  for (let type = open.pop(); type; type = open.pop()) {
    if (type === goal) return true;
    if (type.kind === "struct") {
      if (!seen.has(type)) {
        seen.add(type);
        open.push(...type.fields.map((f) => f.type));
      }
    } else if (type.kind === "map") open.push(type.key, type.elem);
    else if (type.kind === "slice" || type.kind === "array" || type.kind === "pointer") open.push(type.elem);
  }
  return false;
}

/** A property in an object literal; a field named `__proto__` must not set the prototype. */
export function property(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : JSON.stringify(name);
}
