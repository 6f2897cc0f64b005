/** Values to JSON text, as Go's encoding/json writes them. */
import { type FlatField, flattenFields } from "../flatten.ts";
import { enumNumbers } from "../gob/enum-numbers.ts";
import { GobError } from "../gob/errors.ts";
import { shortFloat32 } from "../gob/float32.ts";
import { ipText, parseIp } from "../gob/ip-text.ts";
import { parseTimeText } from "../gob/time-parse.ts";
import { timeText, zeroExactTime } from "../gob/time-text.ts";
import { pointee } from "../gob/wire-facts.ts";
import type { EnumWireType, ExactTime, MapWireType, ValueForm, WireField, WireType } from "../wire-type.ts";

const maxDepth = 500;

/** Compact JSON text of a value. Throws a `value` error where Go's encoder refuses, or if the value does not fit. */
export function encodeJson(type: WireType, value: unknown, form: ValueForm = "plain"): string {
  return write(type, value, form, 0);
}

function bad(type: WireType): never {
  throw new GobError("value", `the value to encode as JSON is no ${type.kind}`);
}

function write(type: WireType, value: unknown, form: ValueForm, depth: number): string {
  if (depth > maxDepth) throw new GobError("limit", "values are nested too deeply");
  const nil = value === undefined || value === null;
  switch (type.kind) {
    case "pointer":
      return nil ? "null" : write(type.elem, value, form, depth);
    case "struct": {
      const object = nil ? {} : value;
      if (typeof object !== "object") bad(type);
      return writeStruct(flattenFields(type), object as Record<string, unknown>, form, depth);
    }
    case "slice":
      if (nil) return "null";
      if (!Array.isArray(value)) bad(type);
      return `[${value.map((item) => write(type.elem, item, form, depth + 1)).join(",")}]`;
    case "array":
      return writeArray(type, value, form, depth);
    case "map":
      return writeMap(type, value, form, depth);
    case "interface": {
      if (nil) return "null";
      const { $type, $value } = value as { $type: string; $value: unknown };
      const implementation = type.implementations.get($type);
      if (!implementation) throw new GobError("value", "the type of an interface value is not registered");
      return write(implementation, $value, form, depth + 1);
    }
    default:
      return writeScalar(type, value, form);
  }
}

function writeStruct(
  fields: readonly FlatField[],
  object: Record<string, unknown>,
  form: ValueForm,
  depth: number,
): string {
  const parts: string[] = [];
  for (const flat of fields) {
    const value = form === "plain" ? object[flat.name] : valueAt(object, flat.path);
    if (flat.field.omitempty && isEmpty(flat.field.type, value, form)) continue;
    parts.push(`${JSON.stringify(flat.name)}:${write(flat.field.type, value, form, depth + 1)}`);
  }
  return `{${parts.join(",")}}`;
}

function valueAt(object: Record<string, unknown>, path: readonly WireField[]): unknown {
  let value: unknown = object;
  for (const field of path) value = (value as Record<string, unknown> | undefined)?.[field.name];
  return value;
}

const sizeOf = (map: object): number => (map instanceof Map ? map.size : Object.keys(map).length);

/** What `omitempty` leaves out. */
export function isEmpty(type: WireType, value: unknown, form: ValueForm): boolean {
  switch (type.kind) {
    case "struct":
    case "time":
    case "array":
      return false;
    case "pointer":
    case "interface":
      return value === undefined || value === null;
    case "enum":
      return value === undefined || value === (form === "plain" ? (type.texts[0] ?? "") : 0);
    case "map":
      return value === undefined || value === null || sizeOf(value) === 0;
    case "slice":
    case "bytes":
    case "ip":
      return value === undefined || value === null || (value as { length: number }).length === 0;
    default:
      return value === undefined || value === 0 || value === "" || value === false;
  }
}

function writeArray(
  type: WireType & { kind: "array" },
  value: unknown,
  form: ValueForm,
  depth: number,
): string {
  if (type.text === "hex" && form === "plain") return JSON.stringify(value ?? "00".repeat(type.len));
  const list = value ?? new Array(type.len).fill(undefined);
  if (!Array.isArray(list) || list.length !== type.len) bad(type);
  if (type.text === "hex") return `"${Buffer.from(list).toString("hex")}"`;
  return `[${list.map((item) => write(type.elem, item, form, depth + 1)).join(",")}]`;
}

function writeMap(type: MapWireType, value: unknown, form: ValueForm, depth: number): string {
  const key = pointee(type.key).kind;
  if (key !== "string" && key !== "int" && key !== "uint" && key !== "duration" && key !== "enum") {
    throw new GobError("value", `JSON cannot hold maps with keys of kind ${key}`);
  }
  if (value === undefined || value === null) return "null";
  if (typeof value !== "object") bad(type);
  if (type.large && !(value instanceof Map)) bad(type);
  const entries: Iterable<[unknown, unknown]> = value instanceof Map ? value : Object.entries(value);
  const parts = Array.from(entries, ([name, item]) => [String(name), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}:${write(type.elem, item, form, depth + 1)}`);
  return `{${parts.join(",")}}`;
}

function writeScalar(type: WireType, value: unknown, form: ValueForm): string {
  switch (type.kind) {
    case "bool":
      if (typeof (value ?? false) !== "boolean") bad(type);
      return String(value ?? false);
    case "int":
    case "uint":
    case "duration":
      if (typeof value !== "bigint" && !Number.isSafeInteger(value ?? 0)) bad(type);
      return String(value ?? 0);
    case "float":
      return writeFloat(value ?? 0, type.bits);
    case "string":
      if (typeof (value ?? "") !== "string") bad(type);
      return JSON.stringify(value ?? "");
    case "enum":
      return JSON.stringify(enumText(type, value, form));
    case "time":
      return `"${writeTime(value, form)}"`;
    case "bytes":
    case "ip":
      return writeBytes(type, value, form);
    default:
      throw new GobError("value", `JSON cannot hold values of kind ${type.kind}`);
  }
}

function writeFloat(value: unknown, bits: 32 | 64): string {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new GobError("value", "JSON cannot hold this number");
  }
  if (Object.is(value, -0)) return "-0";
  return String(bits === 64 ? value : shortFloat32(Math.fround(value)));
}

function enumText(type: EnumWireType, value: unknown, form: ValueForm): string {
  const number = form === "plain" ? enumNumbers(type)(value) : ((value ?? 0) as number);
  const text = type.texts[number];
  if (text === undefined) throw new GobError("value", `UNKNOWN ${type.name}`);
  return text;
}

function writeTime(value: unknown, form: ValueForm): string {
  const time =
    form === "plain" && typeof value === "string" ? parseTimeText(value) : (value ?? zeroExactTime);
  if (typeof time !== "object") throw new GobError("value", "the value to encode as JSON is no time");
  const { unixSeconds, nanoseconds, offsetSeconds } = time as ExactTime;
  const text = timeText(unixSeconds, nanoseconds, offsetSeconds);
  if (!/^\d{4}-/.test(text)) throw new GobError("value", "JSON cannot hold years outside of 0 to 9999");
  return text;
}

function writeBytes(type: WireType & { kind: "bytes" | "ip" }, value: unknown, form: ValueForm): string {
  const mac = type.kind === "bytes" && type.text === "mac";
  if (value === undefined || value === null) return type.kind === "ip" || mac ? '""' : "null";
  if (form === "plain" && typeof value === "string") {
    if (type.kind === "ip" && value !== "" && !parseIp(value)) bad(type);
    return JSON.stringify(value);
  }
  if (!(value instanceof Uint8Array)) bad(type);
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.length);
  if (type.kind === "ip") {
    if (![0, 4, 16].includes(bytes.length)) throw new GobError("value", "invalid IP address");
    return `"${ipText(bytes, 0, bytes.length)}"`;
  }
  if (mac) return `"${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":")}"`;
  return `"${bytes.toString("base64")}"`;
}
