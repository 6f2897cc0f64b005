/** Wire types by name, from the reference's machine-readable descriptions. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StructWireType, WireField, WireType } from "../../src/wire-type.ts";

/** The JSON of a file; an empty object where there is none. */
function load<T extends object>(path: string): Partial<T> {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

/** A type as the reference describes it. */
export interface TypeDesc {
  readonly kind: string;
  readonly ref?: string;
  readonly named?: string;
  readonly bits?: number;
  readonly len?: number;
  readonly elem?: TypeDesc;
  readonly key?: TypeDesc;
}

interface FieldDesc {
  readonly name: string;
  readonly type: TypeDesc;
  readonly embedded?: boolean;
  readonly json?: { readonly name?: string; readonly omitempty?: boolean };
}

interface TypeEntry {
  readonly kind: string;
  readonly name?: string;
  readonly type?: TypeDesc;
  readonly enum?: string;
  readonly fields?: readonly FieldDesc[];
  readonly implementations?: readonly string[];
}

interface EnumEntry {
  readonly values: readonly { readonly number: number; readonly text: string }[];
}

/** Kinds whose values Go registers under their own name without being asked. */
const basics: Readonly<Record<string, WireType>> = {
  bool: { kind: "bool" },
  int: { kind: "int", bits: 64 },
  int8: { kind: "int", bits: 8 },
  int16: { kind: "int", bits: 16 },
  int32: { kind: "int", bits: 32 },
  int64: { kind: "int", bits: 64 },
  uint: { kind: "uint", bits: 64 },
  uint8: { kind: "uint", bits: 8 },
  uint16: { kind: "uint", bits: 16 },
  uint32: { kind: "uint", bits: 32 },
  uint64: { kind: "uint", bits: 64 },
  uintptr: { kind: "uint", bits: 64 },
  float32: { kind: "float", bits: 32 },
  float64: { kind: "float", bits: 64 },
  complex64: { kind: "complex" },
  complex128: { kind: "complex" },
  string: { kind: "string" },
  "[]uint8": { kind: "bytes" },
};

const hashName = "hash.Hash";
const hardwareAddresses = new Set(["fleetmanager.HardwareAddr", "net.HardwareAddr"]);

export class TypeCatalogue {
  readonly #entries: Map<string, TypeEntry>;
  readonly #enums: Map<string, EnumEntry>;
  readonly #types = new Map<string, WireType>();

  constructor(types: Record<string, TypeEntry>, enums: Record<string, EnumEntry>) {
    this.#entries = new Map(Object.entries(types));
    this.#enums = new Map(Object.entries(enums));
  }

  /** Reads `messages.json` and `test-types.json` of all the folders; what an earlier folder says of a type counts. */
  static fromFolders(folders: readonly string[]): TypeCatalogue {
    const types: Record<string, TypeEntry> = {};
    const enums: Record<string, EnumEntry> = {};
    for (const folder of folders.toReversed()) {
      const messages = load<{ types?: object; enums?: object }>(join(folder, "messages.json"));
      Object.assign(types, messages.types, load(join(folder, "test-types.json")));
      Object.assign(enums, messages.enums);
    }
    return new TypeCatalogue(types, enums);
  }

  /** The type of that name ("package.Name"); throws if it is unknown. */
  named(name: string): WireType {
    const known = this.#types.get(name);
    if (known) return known;
    const entry = this.#entries.get(name);
    if (!entry) throw new Error(`unknown type ${name}`);
    const type = this.#build(name, entry);
    this.#types.set(name, type);
    return type;
  }

  #build(name: string, entry: TypeEntry): WireType {
    switch (entry.kind) {
      case "struct":
        return this.#struct(name, entry.fields ?? []);
      case "enum":
        return this.#enum(entry.enum ?? name);
      case "interface":
        return {
          kind: "interface",
          name,
          implementations: this.#implementations(entry.implementations ?? []),
        };
      default:
        return this.described({ named: name, ...(entry.type as TypeDesc) });
    }
  }

  /** Fields are built when first asked for: types may contain themselves. */
  #struct(name: string, fields: readonly FieldDesc[]): StructWireType {
    let built: readonly WireField[] | undefined;
    const build = (): readonly WireField[] => {
      built ??= fields.map((field) => this.#field(field));
      return built;
    };
    return {
      kind: "struct",
      name: name.slice(name.indexOf(".") + 1),
      get fields() {
        return build();
      },
    };
  }

  #field(field: FieldDesc): WireField {
    return {
      name: field.name,
      type: this.described(field.type),
      ...(field.json?.name && field.json.name !== field.name ? { jsonName: field.json.name } : {}),
      ...(field.json?.omitempty ? { omitempty: true } : {}),
      ...(field.embedded ? { embedded: true } : {}),
    };
  }

  /** The type of a structured description. */
  described(desc: TypeDesc): WireType {
    const elem = (): WireType => this.described(desc.elem as TypeDesc);
    switch (desc.kind) {
      case "int":
      case "uint":
        return { kind: desc.kind, bits: (desc.bits ?? 64) as 64 };
      case "float":
        return { kind: "float", bits: (desc.bits ?? 64) as 64 };
      case "bytes":
        return hardwareAddresses.has(desc.named ?? "") ? { kind: "bytes", text: "mac" } : { kind: "bytes" };
      case "struct":
      case "alias":
        return this.named(desc.ref as string);
      case "enum":
        return this.#enum(desc.ref as string);
      case "slice":
      case "pointer":
        return { kind: desc.kind, elem: elem() };
      case "array": {
        const array = { kind: "array", elem: elem(), len: desc.len ?? 0 } as const;
        return desc.named === hashName ? { ...array, text: "hex" } : array;
      }
      case "map":
        return { kind: "map", key: this.described(desc.key as TypeDesc), elem: elem() };
      case "interface":
        return this.#interface(desc.ref);
      default:
        return { kind: desc.kind } as WireType;
    }
  }

  /** An interface the folder does not describe takes what Go would: any type if unnamed, else any struct. */
  #interface(ref: string | undefined): WireType {
    if (ref !== undefined && this.#entries.has(ref)) return this.named(ref);
    let registered: ReadonlyMap<string, WireType> | undefined;
    const register = (): ReadonlyMap<string, WireType> => {
      registered ??= this.#registered(ref === undefined);
      return registered;
    };
    return {
      kind: "interface",
      name: ref ?? "",
      get implementations() {
        return register();
      },
    };
  }

  #registered(anything: boolean): ReadonlyMap<string, WireType> {
    const structs = [...this.#entries].filter(([, entry]) => entry.kind === "struct").map(([name]) => name);
    const all = new Map<string, WireType>();
    for (const name of structs) {
      all.set(name, this.named(name));
      all.set(`*${name}`, this.named(name));
    }
    if (!anything) return all;
    for (const [name, type] of Object.entries(basics)) {
      all.set(name, type);
      if (name !== "uint8" && name !== "[]uint8") all.set(`[]${name}`, { kind: "slice", elem: type });
    }
    return all;
  }

  #enum(name: string): WireType {
    const entry = this.#enums.get(name);
    if (!entry) throw new Error(`unknown enumeration ${name}`);
    const texts: string[] = [];
    for (const { number, text } of entry.values) texts[number] = text;
    return { kind: "enum", name: name.slice(name.indexOf(".") + 1), texts };
  }

  /** Registered names to types; a star before the name marks a pointer. */
  #implementations(names: readonly string[]): ReadonlyMap<string, WireType> {
    return new Map(names.map((name) => [name, this.named(name.replace(/^\*/, ""))]));
  }
}
