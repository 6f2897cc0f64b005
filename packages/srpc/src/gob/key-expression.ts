/** Keys of maps: properties of an object in JavaScript, values of any kind in gob. */
import type { ValueForm, WireType } from "../wire-type.ts";
import { GobError } from "./errors.ts";
import { pointee } from "./wire-facts.ts";

/** Source of a map's key, which is text in the variable `key`, as value of the key's type. Throws a `value` error for kinds that have no such form. */
export function keyExpression(type: WireType, key: string, form: ValueForm): string {
  const target = pointee(type);
  switch (target.kind) {
    case "string":
      return key;
    case "bool":
      return `(${key} === "true")`;
    case "int":
    case "uint":
    case "duration":
      return `keyNumber(${key})`;
    case "float":
      return `Number(${key})`;
    case "enum":
      return form === "plain" ? key : `keyNumber(${key})`;
    case "ip":
    case "time":
    case "bytes":
      if (form === "plain") return key;
      throw new GobError("value", `maps with keys of kind ${target.kind} exist in plain form only`);
    default:
      throw new GobError("value", `a map cannot have keys of kind ${target.kind}`);
  }
}
