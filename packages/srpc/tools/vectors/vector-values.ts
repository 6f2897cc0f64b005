/** Values as the vectors write them, to and from the exact form of the coders. */
import { parseTimeText } from "../../src/gob/time-parse.ts";
import { timeText } from "../../src/gob/time-text.ts";
import type { ExactTime, WireType } from "../../src/wire-type.ts";

type Plain = Record<string, unknown>;

/** The vectors write numbers up to and including 2^53 as such. */
function number(value: number | bigint): number | string {
  if (typeof value === "number") return value;
  return value <= 2n ** 53n && value >= -(2n ** 53n) ? Number(value) : String(value);
}

function fromNumber(value: unknown): number | bigint {
  if (Number.isSafeInteger(value)) return value as number;
  const big = BigInt(value as string | number);
  return Number.isSafeInteger(Number(big)) ? Number(big) : big;
}

function floatText(value: number): number | string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}

function isByteArray(type: WireType): boolean {
  return type.kind === "array" && type.elem.kind === "uint" && type.elem.bits === 8;
}

function mapValues(object: Plain, change: (value: unknown) => unknown): Plain {
  const result: Plain = Object.create(null);
  for (const key of Object.keys(object)) result[key] = change(object[key]);
  return result;
}

/** An exact value as the vectors write it. */
export function toVectorValue(type: WireType, value: unknown): unknown {
  switch (type.kind) {
    case "int":
    case "uint":
    case "duration":
    case "enum":
      return number(value as number);
    case "float":
      return floatText(value as number);
    case "complex":
      return (value as number[]).map(floatText);
    case "bytes":
    case "ip":
      return Buffer.from(value as Uint8Array).toString("base64");
    case "time": {
      const time = value as ExactTime;
      return timeText(time.unixSeconds, time.nanoseconds, time.offsetSeconds, true);
    }
    case "struct": {
      const result: Plain = Object.create(null);
      for (const field of type.fields)
        result[field.name] = toVectorValue(field.type, (value as Plain)[field.name]);
      return result;
    }
    case "slice":
    case "array":
      if (isByteArray(type)) return Buffer.from(value as number[]).toString("base64");
      return (value as unknown[]).map((item) => toVectorValue(type.elem, item));
    case "map":
      return value === null ? null : mapValues(value as Plain, (item) => toVectorValue(type.elem, item));
    case "pointer":
      return value === null ? null : toVectorValue(type.elem, value);
    case "interface":
      return value === null ? null : interfaceValue(type, value as Plain, toVectorValue);
    default:
      return value;
  }
}

function interfaceValue(
  type: WireType & { kind: "interface" },
  value: Plain,
  change: (type: WireType, value: unknown) => unknown,
): Plain {
  const implementation = type.implementations.get(String(value.$type));
  return { $type: value.$type, $value: implementation ? change(implementation, value.$value) : value.$value };
}

/**
 * A value of a vector in exact form.
 * @param zulu offset meant by "Z": UTC (null), or a zone that happens to have the same time (0)
 */
export function fromVectorValue(type: WireType, value: unknown, zulu: null | 0 = null): unknown {
  const inner = (innerType: WireType, innerValue: unknown): unknown =>
    fromVectorValue(innerType, innerValue, zulu);
  switch (type.kind) {
    case "int":
    case "uint":
    case "duration":
    case "enum":
      return fromNumber(value);
    case "float":
      return Number(value);
    case "complex":
      return (value as unknown[]).map(Number);
    case "bytes":
    case "ip":
      return new Uint8Array(Buffer.from(value as string, "base64"));
    case "time": {
      const time = parseTimeText(value as string);
      return time && { ...time, offsetSeconds: time.offsetSeconds ?? zulu };
    }
    case "struct":
      return Object.fromEntries(type.fields.map((f) => [f.name, inner(f.type, (value as Plain)[f.name])]));
    case "slice":
    case "array":
      if (isByteArray(type)) return [...Buffer.from(value as string, "base64")];
      return (value as unknown[]).map((item) => inner(type.elem, item));
    case "map":
      return value === null ? null : mapValues(value as Plain, (item) => inner(type.elem, item));
    case "pointer":
      return value === null ? null : inner(type.elem, value);
    case "interface":
      return value === null ? null : interfaceValue(type, value as Plain, inner);
    default:
      return value;
  }
}
