import { formatBytes, parseSize } from "../format.ts";
import { numberProblem } from "./number-problem.ts";
import { type TagRows, tagsOf, tagsProblem } from "./tags-input.tsx";

interface Common {
  /** Name of the value, as in the request where that is possible. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly optional?: boolean;
  /** Name of the optional field that is filled in together with this one, or not at all. */
  readonly with?: string;
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
    /** A whole one. */
    | { readonly kind: "number"; readonly min?: number; readonly max?: number }
    /** Becomes bytes (or MiB); typed as `16G`. */
    | { readonly kind: "size"; readonly unit: "bytes" | "MiB"; readonly min?: number }
    /** Typed in seconds, becomes nanoseconds. */
    | { readonly kind: "seconds"; readonly min?: number; readonly max?: number }
    | { readonly kind: "choice"; readonly options: readonly (readonly [string, string])[] }
    | { readonly kind: "check" }
    | {
        readonly kind: "list";
        readonly placeholder?: string;
        readonly fixed?: readonly string[];
        /** Why one of them can not be taken. */
        readonly check?: (item: string) => string | undefined;
      }
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

/** What was typed into a field of text; "" where there is none. */
export const typedText = (value: unknown): string => (typeof value === "string" ? value : "");

/** Errors by field name. */
export type FormErrors = Readonly<Record<string, string>>;

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined ? "" : String(value);

/** Smallest that is no nothing, in bytes. */
const leastOf = { bytes: 1, MiB: 1024 ** 2 } as const;

function sizeProblem(text: string, field: Extract<FieldSpec, { kind: "size" }>): string | undefined {
  const bytes = parseSize(text, field.unit === "MiB" ? "M" : "G");
  if (bytes === undefined) return "Type a size such as 512M or 16G";
  const least = field.min ?? leastOf[field.unit];
  return bytes < least ? `Type a size of ${formatBytes(least)} or more` : undefined;
}

type ListField = Extract<FieldSpec, { kind: "list" | "sizes" }>;

function listProblem(list: readonly string[], field: ListField): string | undefined {
  if (list.length === 0) return field.optional ? undefined : "Add at least one";
  if (field.kind === "list") return list.map((item) => field.check?.(item)).find(Boolean);
  const wrong = list.find((item) => !parseSize(item, "G"));
  return wrong === undefined ? undefined : `“${wrong}” is not a size such as 10G`;
}

/** What to do with a field that is empty and must not be. */
function emptyProblem(field: FieldSpec): string {
  switch (field.kind) {
    case "file":
      return "Choose a file";
    case "choice":
    case "hypervisor":
    case "subnet":
    case "storage":
      return "Choose one";
    default:
      return "Fill this in";
  }
}

/** Why one value can not be taken; undefined when it can. */
function errorOfField(field: FieldSpec, value: unknown): string | undefined {
  const text = textOf(value).trim();
  switch (field.kind) {
    case "check":
      return undefined;
    case "tags":
      return tagsProblem((value as TagRows | undefined) ?? []);
    case "list":
    case "sizes":
      return listProblem((value as readonly string[] | undefined) ?? [], field);
    default:
  }
  if (text === "") return field.optional ? undefined : emptyProblem(field);
  if (field.kind === "text" || field.kind === "lines") return field.check?.(text);
  if (field.kind === "number") return numberProblem(text, { ...field, whole: true });
  if (field.kind === "seconds") return numberProblem(text, field);
  return field.kind === "size" ? sizeProblem(text, field) : undefined;
}

/** Why a field that goes with another is not filled in, or that one is not. */
function pairProblem(field: FieldSpec, values: FormValues): string | undefined {
  if (field.with === undefined) return undefined;
  const isEmpty = textOf(values[field.name]).trim() === "";
  const isOtherEmpty = textOf(values[field.with]).trim() === "";
  return isEmpty && !isOtherEmpty ? "Fill in both, or neither" : undefined;
}

/** All errors of the fields that are shown. */
export function errorsOf(fields: readonly FieldSpec[], values: FormValues): FormErrors {
  const errors: Record<string, string> = {};
  for (const field of fields) {
    if (field.when && !field.when(values)) continue;
    const error = errorOfField(field, values[field.name]) ?? pairProblem(field, values);
    if (error) errors[field.name] = error;
  }
  return errors;
}

/** What one control's value is in a request. */
function requestValue(field: FieldSpec, value: unknown): unknown {
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
