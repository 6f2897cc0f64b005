import { parseSize } from "../format.ts";
import { type TagRows, tagsOf, tagsProblem } from "./tags-input.tsx";

interface Common {
  /** Name of the value, as in the request where that is possible. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly optional?: boolean;
  /** Shown only when this says so. */
  readonly when?: (values: FormValues) => boolean;
}

/** A field of a form as data: what it asks, how it is checked, and what it becomes in the request. */
export type FieldSpec = Common &
  (
    | {
        readonly kind: "text";
        readonly mono?: boolean;
        readonly placeholder?: string;
        readonly check?: (text: string) => string | undefined;
      }
    | {
        readonly kind: "lines";
        readonly mono?: boolean;
        readonly rows?: number;
        readonly placeholder?: string;
        readonly check?: (text: string) => string | undefined;
        /** What was understood of it so far, said below while typing. */
        readonly note?: (text: string) => string;
      }
    | { readonly kind: "number"; readonly min?: number; readonly max?: number; readonly step?: number }
    /** Becomes bytes (or MiB); typed as `16G`. */
    | { readonly kind: "size"; readonly unit: "bytes" | "MiB"; readonly min?: number }
    /** Typed in seconds, becomes nanoseconds. */
    | { readonly kind: "seconds"; readonly min?: number; readonly max?: number }
    | { readonly kind: "choice"; readonly options: readonly (readonly [string, string])[] }
    | { readonly kind: "check" }
    | { readonly kind: "list"; readonly placeholder?: string; readonly fixed?: readonly string[] }
    | { readonly kind: "sizes" }
    | { readonly kind: "tags" }
    /** Becomes base64 text. */
    | { readonly kind: "file"; readonly accept?: string }
    | { readonly kind: "hypervisor"; readonly exclude?: string }
    | { readonly kind: "subnet" }
    /** One of the places where the hypervisor keeps volumes, for one volume of a VM. */
    | {
        readonly kind: "storage";
        readonly vm: { readonly ip: string; readonly hypervisor: string };
        readonly volume: {
          readonly index: number;
          readonly bytes: number;
          readonly refused?: string | undefined;
        };
      }
  );

/** What the controls hold: text for typed numbers and sizes, so that nothing jumps while typing. */
export type FormValues = Readonly<Record<string, unknown>>;

/** Errors by field name. */
export type FormErrors = Readonly<Record<string, string>>;

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "" : String(value);

function checkNumber(text: string, min: number | undefined, max: number | undefined): string | undefined {
  const value = Number(text);
  if (!Number.isFinite(value)) return "Type a number";
  if (min !== undefined && value < min) return `At least ${min}`;
  if (max !== undefined && value > max) return `At most ${max}`;
  return undefined;
}

/** Why one value can not be taken; undefined when it can. */
export function errorOfField(field: FieldSpec, value: unknown): string | undefined {
  const text = textOf(value).trim();
  switch (field.kind) {
    case "check":
      return undefined;
    case "tags":
      return tagsProblem((value as TagRows | undefined) ?? []);
    case "list":
    case "sizes": {
      const list = (value as readonly string[] | undefined) ?? [];
      if (list.length === 0 && !field.optional) return "Add at least one";
      const wrong = field.kind === "sizes" ? list.find((it) => !parseSize(it, "G")) : undefined;
      return wrong === undefined ? undefined : `“${wrong}” is not a size such as 10G`;
    }
    default:
  }
  if (text === "") return field.optional ? undefined : "This is needed";
  if (field.kind === "text" || field.kind === "lines") return field.check?.(text);
  if (field.kind === "number" || field.kind === "seconds") return checkNumber(text, field.min, field.max);
  if (field.kind === "size") {
    const bytes = parseSize(text, field.unit === "MiB" ? "M" : "G");
    if (bytes === undefined) return "Type a size such as 512M or 16G";
    if (bytes < (field.min ?? 1)) return "This is too small";
  }
  return undefined;
}

/** All errors of the fields that are shown. */
export function errorsOf(fields: readonly FieldSpec[], values: FormValues): FormErrors {
  const errors: Record<string, string> = {};
  for (const field of fields) {
    if (field.when && !field.when(values)) continue;
    const error = errorOfField(field, values[field.name]);
    if (error) errors[field.name] = error;
  }
  return errors;
}

/** What one control's value is in a request. */
export function requestValue(field: FieldSpec, value: unknown): unknown {
  const text = textOf(value).trim();
  switch (field.kind) {
    case "number":
      return text === "" ? undefined : Number(text);
    case "seconds":
      return text === "" ? undefined : Math.round(Number(text) * 1e9);
    case "size": {
      const bytes = parseSize(text, field.unit === "MiB" ? "M" : "G");
      return bytes === undefined ? undefined : field.unit === "MiB" ? Math.round(bytes / 1024 ** 2) : bytes;
    }
    case "sizes":
      return ((value as readonly string[] | undefined) ?? []).map((it) => parseSize(it, "G") ?? 0);
    case "tags":
      return tagsOf((value as TagRows | undefined) ?? []);
    case "list":
      return value ?? [];
    case "check":
      return Boolean(value);
    default:
      return text === "" ? undefined : field.kind === "lines" ? textOf(value) : text;
  }
}

/** The request part made by the shown fields; what is left empty is left out. */
export function requestOf(fields: readonly FieldSpec[], values: FormValues): Record<string, unknown> {
  const request: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.when && !field.when(values)) continue;
    const value = requestValue(field, values[field.name]);
    if (value !== undefined) request[field.name] = value;
  }
  return request;
}
