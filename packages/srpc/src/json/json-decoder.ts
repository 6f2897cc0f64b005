/** JSON text to values, by the rules of Go's encoding/json where they matter: what is accepted, and null as zero. */
import { flattenFields } from "../flatten.ts";
import { parseBase64, parseMac } from "../gob/byte-text.ts";
import { GobError } from "../gob/errors.ts";
import { ipText, parseIp } from "../gob/ip-text.ts";
import { NullMap } from "../gob/text.ts";
import { parseTimeText } from "../gob/time-parse.ts";
import { timeText, zeroExactTime, zeroTimeText } from "../gob/time-text.ts";
import { pointee } from "../gob/wire-facts.ts";
import type { MapWireType, StructWireType, ValueForm, WireField, WireType } from "../wire-type.ts";
import { isEmpty } from "./json-encoder.ts";
import { JsonNumber, type JsonTree, parseJson } from "./json-parser.ts";

/** The value of the first JSON text in `text`. Throws `GobError` if it is invalid or does not fit the type. */
export function decodeJson<T = unknown>(type: WireType, text: string, form: ValueForm = "plain"): T {
  return read(type, parseJson(text), form) as T;
}

function mismatch(type: WireType): never {
  throw new GobError("mismatch", `the JSON value is no ${type.kind}`);
}

function read(type: WireType, tree: JsonTree | undefined, form: ValueForm): unknown {
  if (type.kind === "pointer") {
    if (tree === null || tree === undefined) return form === "plain" ? undefined : null;
    return read(type.elem, tree, form);
  }
  if (type.kind === "struct") return readStruct(type, tree ?? null, form);
  if (tree === null || tree === undefined) return zero(type, form);
  switch (type.kind) {
    case "slice":
      if (!Array.isArray(tree)) mismatch(type);
      return tree.map((item) => read(type.elem, item, form));
    case "array":
      return readArray(type, tree, form);
    case "map":
      return readMap(type, tree, form);
    case "interface":
      throw new GobError("mismatch", "JSON does not tell the type of an interface value");
    default:
      return readScalar(type, tree, form);
  }
}

/** The zero of a type that is neither struct nor pointer. */
function zero(type: WireType, form: ValueForm): unknown {
  const plain = form === "plain";
  switch (type.kind) {
    case "bool":
      return false;
    case "complex":
      return [0, 0];
    case "string":
      return "";
    case "bytes":
    case "ip":
      return plain ? "" : new Uint8Array(0);
    case "enum":
      return plain ? (type.texts[0] ?? "") : 0;
    case "time":
      return plain ? zeroTimeText : zeroExactTime;
    case "slice":
      return [];
    case "array":
      if (plain && type.text === "hex") return "00".repeat(type.len);
      return Array.from({ length: type.len }, () => read(type.elem, undefined, form));
    case "map":
      if (!plain) return null;
      return type.large ? new Map() : new NullMap();
    case "interface":
      return null;
    default:
      return 0;
  }
}

interface Names {
  readonly exact: ReadonlySet<string>;
  /** Names of fields by their lower-case form: Go does not mind the case. */
  readonly folded: ReadonlyMap<string, string>;
}

const namesCache = new WeakMap<StructWireType, Names>();

function namesOf(struct: StructWireType): Names {
  let names = namesCache.get(struct);
  if (!names) {
    const all = flattenFields(struct).map((flat) => flat.name);
    names = {
      exact: new Set(all),
      folded: new Map(all.toReversed().map((name) => [name.toLowerCase(), name])),
    };
    namesCache.set(struct, names);
  }
  return names;
}

function readStruct(struct: StructWireType, tree: JsonTree, form: ValueForm): unknown {
  if (tree !== null && !(tree instanceof Map)) mismatch(struct);
  const names = namesOf(struct);
  const given = new Map<string, JsonTree>();
  for (const [key, value] of tree ?? []) {
    const name = names.exact.has(key) ? key : names.folded.get(key.toLowerCase());
    // A null leaves what an earlier member of that name has set.
    if (name !== undefined && !(value === null && given.has(name))) given.set(name, value);
  }
  const result: Record<string, unknown> = {};
  for (const flat of flattenFields(struct)) {
    const { type, omitempty } = flat.field;
    const value = read(type, given.get(flat.name), form);
    if (form === "exact") place(result, flat.path, value);
    else define(result, flat.name, omitempty && isEmpty(type, value, form) ? undefined : value);
  }
  return result;
}

function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

function place(result: Record<string, unknown>, path: readonly WireField[], value: unknown): void {
  let object = result;
  for (const [index, field] of path.entries()) {
    if (index === path.length - 1) define(object, field.name, value);
    else {
      if (!Object.hasOwn(object, field.name)) define(object, field.name, {});
      object = object[field.name] as Record<string, unknown>;
    }
  }
}

function readArray(type: WireType & { kind: "array" }, tree: JsonTree, form: ValueForm): unknown {
  if (type.text === "hex") {
    const bytes = Buffer.from(typeof tree === "string" ? tree : "", "hex");
    if (bytes.length !== type.len) mismatch(type);
    return form === "plain" ? bytes.toString("hex") : [...bytes];
  }
  if (!Array.isArray(tree)) mismatch(type);
  return Array.from({ length: type.len }, (_, index) => read(type.elem, tree[index], form));
}

function readMap(type: MapWireType, tree: JsonTree, form: ValueForm): unknown {
  if (!(tree instanceof Map)) mismatch(type);
  for (const name of tree.keys()) checkKey(type, name);
  if (type.large) {
    const large = new Map<string, unknown>();
    for (const [name, value] of tree) large.set(name, read(type.elem, value, form));
    return large;
  }
  const result: Record<string, unknown> = new NullMap();
  for (const [name, value] of tree) result[name] = read(type.elem, value, form);
  return result;
}

/** Keys stay texts; those of maps by number must be numbers that fit. */
function checkKey(type: MapWireType, name: string): void {
  const key = pointee(type.key);
  if (key.kind === "int" || key.kind === "uint" || key.kind === "duration") {
    readInteger(key, new JsonNumber(name), "exact");
  } else if (key.kind !== "string" && key.kind !== "enum") mismatch(type);
}

function readScalar(type: WireType, tree: JsonTree, form: ValueForm): unknown {
  switch (type.kind) {
    case "bool":
      if (typeof tree !== "boolean") mismatch(type);
      return tree;
    case "int":
    case "uint":
    case "duration":
      return readInteger(type, tree, form);
    case "float": {
      if (!(tree instanceof JsonNumber)) mismatch(type);
      const value = Number(tree.text);
      if (!Number.isFinite(type.bits === 32 ? Math.fround(value) : value)) mismatch(type);
      return type.bits === 32 ? Math.fround(value) : value;
    }
    case "string":
      if (typeof tree !== "string") mismatch(type);
      return tree;
    case "enum": {
      const number = typeof tree === "string" ? type.texts.indexOf(tree) : -1;
      if (number < 0) throw new GobError("mismatch", `unknown ${type.name}`);
      return form === "plain" ? tree : number;
    }
    case "time":
      return readTime(type, tree, form);
    case "bytes":
      return readBytes(type.text === "mac", tree, form);
    case "ip":
      return readIp(type, tree, form);
    default:
      return mismatch(type);
  }
}

type IntegerType = WireType & { kind: "int" | "uint" | "duration" };

function readInteger(type: IntegerType, tree: JsonTree, form: ValueForm): number | bigint {
  if (!(tree instanceof JsonNumber) || !/^-?\d{1,20}$/.test(tree.text)) mismatch(type);
  const value = BigInt(tree.text);
  const bits = type.kind === "duration" ? 64 : type.bits;
  const fits = type.kind === "uint" ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value);
  if (fits !== value) throw new GobError("value", "a JSON number is out of the range of its field");
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  if (form !== "plain") return value;
  if (type.kind === "uint" && type.mask === true) return Number(BigInt.asUintN(53, value));
  throw new GobError("value", "a JSON number is too large to be exact");
}

function readTime(type: WireType, tree: JsonTree, form: ValueForm): unknown {
  const time = typeof tree === "string" && /^\d{4}-/.test(tree) ? parseTimeText(tree) : undefined;
  if (!time) mismatch(type);
  return form === "plain" ? timeText(time.unixSeconds, time.nanoseconds, time.offsetSeconds) : time;
}

function readBytes(mac: boolean, tree: JsonTree, form: ValueForm): unknown {
  const bytes = mac ? parseMac(tree) : readByteString(tree, form);
  if (form === "exact") return new Uint8Array(bytes);
  return mac
    ? Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":")
    : bytes.toString("base64");
}

/** Go takes base64 and a list of numbers. */
function readByteString(tree: JsonTree, form: ValueForm): Buffer {
  if (!Array.isArray(tree)) return parseBase64(tree);
  return Buffer.from(tree.map((item) => Number(readInteger({ kind: "uint", bits: 8 }, item, form))));
}

/** As in Go, an IPv4 address read from text has 16 bytes. */
function readIp(type: WireType, tree: JsonTree, form: ValueForm): unknown {
  if (typeof tree !== "string") mismatch(type);
  if (tree === "") return form === "plain" ? "" : new Uint8Array(0);
  const bytes = parseIp(tree);
  if (!bytes) throw new GobError("mismatch", "invalid IP address");
  if (form === "plain") return ipText(bytes, 0, bytes.length);
  if (bytes.length === 16) return new Uint8Array(bytes);
  return new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...bytes]);
}
