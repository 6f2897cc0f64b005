/** Types as an encoder sends them: their numbers on one stream, and their definitions. */
import type { StructWireType, WireType } from "../wire-type.ts";
import { pointee } from "./wire-facts.ts";
import type { GobWriter } from "./writer.ts";

const builtInNumbers: Partial<Record<WireType["kind"], number>> = {
  bool: 1,
  int: 2,
  duration: 2,
  uint: 3,
  enum: 3,
  float: 4,
  bytes: 5,
  ip: 5,
  string: 6,
  complex: 7,
  interface: 8,
};

const keys = new WeakMap<WireType, string>();
let structs = 0;

/** Equal for types that are one type on the wire. Structs count as one only if they are the same object. */
function keyOf(type: WireType): string {
  const target = pointee(type);
  const known = keys.get(target);
  if (known !== undefined) return known;
  const key = makeKey(target);
  keys.set(target, key);
  return key;
}

function makeKey(type: WireType): string {
  const builtIn = builtInNumbers[type.kind];
  if (builtIn !== undefined) return String(builtIn);
  switch (type.kind) {
    case "struct":
      return `s${structs++}`;
    case "slice":
      return `[]${keyOf(type.elem)}`;
    case "array":
      return `[${type.len}]${keyOf(type.elem)}`;
    case "map":
      return `m(${keyOf(type.key)},${keyOf(type.elem)})`;
    default:
      return "time";
  }
}

/** Types that a definition refers to, in the order in which Go sends them. */
function partsOf(type: WireType): readonly WireType[] {
  switch (type.kind) {
    case "struct":
      return type.fields.map((field) => field.type);
    case "slice":
    case "array":
      return [type.elem];
    case "map":
      return [type.key, type.elem];
    default:
      return [];
  }
}

export class StreamTypes {
  readonly #numbers = new Map<string, number>();
  readonly #sent = new Set<string>();
  #news: string[] = [];
  #next: number;

  constructor(firstTypeId: number) {
    this.#next = firstTypeId;
  }

  /** Number of a type; a struct gets its own before its parts, others after them, as in Go. */
  numberOf(type: WireType): number {
    const target = pointee(type);
    const builtIn = builtInNumbers[target.kind];
    if (builtIn !== undefined) return builtIn;
    const key = keyOf(target);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (target.kind === "struct") {
      const number = this.#assign(key);
      for (const part of partsOf(target)) this.numberOf(part);
      return number;
    }
    for (const part of partsOf(target)) this.numberOf(part);
    return this.#numbers.get(key) ?? this.#assign(key);
  }

  #assign(key: string): number {
    const number = this.#next++;
    this.#numbers.set(key, number);
    return number;
  }

  /** Whether the type (and with it all its parts) needs no definition any more. */
  isSent(type: WireType): boolean {
    const target = pointee(type);
    return builtInNumbers[target.kind] !== undefined || this.#sent.has(keyOf(target));
  }

  /** Calls `send` for each type that has to be defined before a value of `type`, and counts them as sent. */
  define(type: WireType, send: (part: WireType) => void): void {
    const target = pointee(type);
    if (this.isSent(target)) return;
    const key = keyOf(target);
    this.#sent.add(key);
    this.#news.push(key);
    send(target);
    for (const part of partsOf(target)) this.define(part, send);
  }

  /** Definitions since the last `commit` have reached the peer. */
  commit(): void {
    this.#news = [];
  }

  /** Definitions since the last `commit` have not been sent after all. */
  rollBack(): void {
    for (const key of this.#news) this.#sent.delete(key);
    this.#news = [];
  }

  /** Writes the (negated) number and the definition of a type. */
  writeDefinition(writer: GobWriter, type: WireType): void {
    const id = this.numberOf(type);
    writer.int(-id);
    switch (type.kind) {
      case "array":
        this.#begin(writer, 1, "", id);
        writer.byte(1);
        writer.int(this.numberOf(type.elem));
        if (type.len > 0) {
          writer.byte(1);
          writer.int(type.len);
        }
        break;
      case "slice":
        this.#begin(writer, 2, "", id);
        writer.byte(1);
        writer.int(this.numberOf(type.elem));
        break;
      case "struct":
        this.#begin(writer, 3, type.name, id);
        this.#writeFields(writer, type);
        break;
      case "map":
        this.#begin(writer, 4, "", id);
        writer.byte(1);
        writer.int(this.numberOf(type.key));
        writer.byte(1);
        writer.int(this.numberOf(type.elem));
        break;
      default:
        this.#begin(writer, 5, "Time", id);
    }
    writer.byte(0);
    writer.byte(0);
  }

  #begin(writer: GobWriter, member: number, name: string, id: number): void {
    writer.byte(member);
    writer.byte(1);
    if (name !== "") {
      writer.byte(1);
      writer.text(name);
      writer.byte(1);
    } else writer.byte(2);
    writer.int(id);
    writer.byte(0);
  }

  #writeFields(writer: GobWriter, type: StructWireType): void {
    if (type.fields.length === 0) return;
    writer.byte(1);
    writer.count(type.fields.length);
    for (const field of type.fields) {
      writer.byte(1);
      writer.text(field.name);
      writer.byte(1);
      writer.int(this.numberOf(field.type));
      writer.byte(0);
    }
  }
}
