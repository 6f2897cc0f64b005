/** Values as the vectors write them, to and from the exact form of the coders. */
import { parseTimeText, timeText } from "../../src/gob/time-text.ts";
import type { ExactTime, WireType } from "../../src/wire-type.ts";

type Plain = Record<string, unknown>;

function number(value: number | bigint): number | string {
  return typeof value === "bigint" ? String(value) : value;
}

function fromNumber(value: unknown): number | bigint {
  if (typeof value === "number") return value;
  const big = BigInt(value as string);
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

/** A value of a vector in exact form. */
export function fromVectorValue(type: WireType, value: unknown): unknown {
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
    case "time":
      return parseTimeText(value as string);
    case "struct": {
      const result: Plain = {};
      for (const field of type.fields)
        result[field.name] = fromVectorValue(field.type, (value as Plain)[field.name]);
      return result;
    }
    case "slice":
    case "array":
      if (isByteArray(type)) return [...Buffer.from(value as string, "base64")];
      return (value as unknown[]).map((item) => fromVectorValue(type.elem, item));
    case "map":
      return value === null ? null : mapValues(value as Plain, (item) => fromVectorValue(type.elem, item));
    case "pointer":
      return value === null ? null : fromVectorValue(type.elem, value);
    case "interface":
      return value === null ? null : interfaceValue(type, value as Plain, fromVectorValue);
    default:
      return value;
  }
}
