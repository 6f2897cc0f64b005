/** Source of the decoders of single values: the usual short form in line, the rest through the reader. */
import type { ValueForm, WireType } from "../wire-type.ts";
import { GobError } from "./errors.ts";

/** Statements that read a length or count into the variable `x`. */
export const readCount =
  "if (p < end && (x = b[p]) < 128) p++; else { s.pos = p; x = s.length(); p = s.pos; }";

/** Where a decoded value goes, and how constants get into the source. */
export interface ScalarGoal {
  readonly target: string;
  readonly form: ValueForm;
  readonly constant: (value: unknown) => string;
}

/** Statements that decode one value of a scalar type. */
export function scalarSource(type: WireType, { target, form, constant }: ScalarGoal): string {
  const plain = form === "plain";
  const call = (expression: string): string => `s.pos = p; ${target} = ${expression}; p = s.pos;`;
  const small = (fast: string, slow: string): string =>
    `if (p < end && (x = b[p]) < 128) { p++; ${target} = ${fast}; } else { ${call(slow)} }`;
  switch (type.kind) {
    case "bool":
      return small("x !== 0", "s.bool()");
    case "uint":
      if (type.bits < 64) return small("x", `s.smallUint(${2 ** type.bits - 1})`);
      if (!plain) return small("x", "s.uint64()");
      return small("x", type.mask === true ? "s.lowBits()" : "s.safeUint()");
    case "int":
      if (type.bits < 64) {
        return small("(x & 1) ? ~(x >> 1) : x >> 1", `s.smallInt(${2 ** (type.bits - 1) - 1})`);
      }
      return small("(x & 1) ? ~(x >> 1) : x >> 1", plain ? "s.safeInt()" : "s.int64()");
    case "duration":
      return small("(x & 1) ? ~(x >> 1) : x >> 1", plain ? "s.safeInt()" : "s.int64()");
    case "enum":
      if (!plain) return small("x", "s.uint64()");
      return `${small("x", "s.safeUint()")} ${target} = ${constant(type.texts)}[${target}] ?? unknownEnum(${JSON.stringify(type.name)}, ${target});`;
    case "float":
      if (type.bits === 64) return call("s.float64()");
      return call(plain ? "shortFloat32(s.float32())" : "s.float32()");
    case "complex":
      return call("s.complex()");
    case "string":
      return `${readCount} if (x > end - p) s.eof(); ${target} = x === 0 ? "" : text(s, b, p, x); p += x;`;
    case "bytes":
      return call(plain ? (type.text === "mac" ? "s.macText()" : "s.base64()") : "s.bytes()");
    case "ip":
      if (!plain) return call("s.bytes()");
      return `if (end - p > 4 && b[p] === 4) { ${target} = ipv4(b, p + 1); p += 5; } else { ${call("s.ipText()")} }`;
    case "time":
      return call(plain ? "s.timeText()" : "s.exactTime()");
    default:
      throw new GobError("mismatch", `${type.kind} is no scalar`);
  }
}
