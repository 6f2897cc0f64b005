/** Enumerations: gob carries the number, the plain form the text. */
import type { EnumWireType } from "../wire-type.ts";
import { GobError } from "./errors.ts";

const numberTables = new WeakMap<EnumWireType, (text: unknown) => number>();

/** Number of an enumeration's text; undefined is the zero. Throws a `value` error for unknown texts. */
export function enumNumbers(type: EnumWireType): (text: unknown) => number {
  let numbers = numberTables.get(type);
  if (!numbers) {
    const byText = new Map<unknown, number>([
      [undefined, 0],
      [null, 0],
    ]);
    for (const [number, text] of [...type.texts.entries()].reverse()) byText.set(text, number);
    numbers = (text) => byText.get(text) ?? unknownEnumNumber(type, text);
    numberTables.set(type, numbers);
  }
  return numbers;
}

function unknownEnumNumber(type: EnumWireType, text: unknown): number {
  const match = typeof text === "string" ? /^UNKNOWN (\w+) (\d{1,15})$/.exec(text) : null;
  if (match?.[1] === type.name) return Number(match[2]);
  throw new GobError("value", `unknown ${type.name}: ${String(text).slice(0, 100)}`);
}
