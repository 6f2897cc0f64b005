/** Makes values comparable that are equal but for what a detour through JSON or the plain form loses. */
import type { WireType } from "../../src/wire-type.ts";

type Plain = Record<string, unknown>;

/**
 * A vector's value with IPv4 addresses in four bytes, nil maps as empty ones and offsets of times in whole minutes.
 */
export function normalised(type: WireType, value: unknown): unknown {
  if (value === null || value === undefined) return type.kind === "map" ? {} : null;
  switch (type.kind) {
    case "ip":
      return shortIp(value as string);
    case "time":
      return (value as string).replace(/([+-]\d\d:\d\d):\d\d$/, "$1");
    case "struct": {
      const fields = type.fields.map((f) => [f.name, normalised(f.type, (value as Plain)[f.name])] as const);
      return Object.fromEntries(fields);
    }
    case "slice":
    case "array":
      return Array.isArray(value) ? value.map((item) => normalised(type.elem, item)) : value;
    case "map":
      return Object.fromEntries(
        Object.entries(value as Plain).map(([key, item]) => [`key ${key}`, normalised(type.elem, item)]),
      );
    case "pointer":
      return normalised(type.elem, value);
    case "interface": {
      const { $type, $value } = value as { $type: string; $value: unknown };
      const implementation = type.implementations.get($type);
      return { $type, $value: implementation ? normalised(implementation, $value) : $value };
    }
    case "float":
      return value === "-0" ? 0 : value;
    default:
      return value;
  }
}

function shortIp(base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  const mapped = bytes.length === 16 && bytes.subarray(0, 12).toString("hex") === "00000000000000000000ffff";
  return mapped ? bytes.subarray(12).toString("base64") : base64;
}

/** Parsed JSON with null for empty lists, objects and texts, and without such members: what nil and empty things look like differs. */
export function withoutEmpty(value: unknown): unknown {
  if (isEmpty(value)) return null;
  if (Array.isArray(value)) return value.map((item) => withoutEmpty(item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [`key ${key}`, withoutEmpty(item)] as const);
  const members = entries.filter(([, item]) => item !== null);
  return members.length === 0 ? null : Object.fromEntries(members);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Whether a value of the type may hold interface values, which have no kind marker in JSON. */
export function holdsInterface(type: WireType, seen = new Set<WireType>()): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  switch (type.kind) {
    case "interface":
      return true;
    case "struct":
      return type.fields.some((field) => holdsInterface(field.type, seen));
    case "slice":
    case "array":
    case "pointer":
      return holdsInterface(type.elem, seen);
    case "map":
      return holdsInterface(type.key, seen) || holdsInterface(type.elem, seen);
    default:
      return false;
  }
}
