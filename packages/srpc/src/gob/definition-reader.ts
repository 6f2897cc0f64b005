/** Reads type definitions (values of the built-in type wireType). */
import { corrupt, type GobReader } from "./reader.ts";
import type { Definition } from "./sender-types.ts";

/** Calls `read` for each field that is present; field numbers from 0. */
function eachField(reader: GobReader, count: number, read: (field: number) => void): void {
  let field = -1;
  while (reader.pos < reader.end) {
    const step = reader.length();
    if (step === 0) return;
    field += step;
    if (field >= count) throw corrupt("a type definition has an unknown field");
    read(field);
  }
}

/** Type numbers have 32 bits. */
export function typeNumber(reader: GobReader): number {
  const value = reader.int64();
  return typeof value === "bigint" || value > 0x7fff_ffff || value < -0x8000_0000
    ? Number(BigInt.asIntN(32, BigInt(value)))
    : value;
}

function skipCommon(reader: GobReader): void {
  eachField(reader, 2, (field) => {
    if (field === 0) reader.string();
    else reader.int64();
  });
}

/** Fields common type, then numbers. */
function readNumbers(reader: GobReader, count: number): number[] {
  const numbers = new Array<number>(count).fill(0);
  eachField(reader, count + 1, (field) => {
    if (field === 0) skipCommon(reader);
    else numbers[field - 1] = typeNumber(reader);
  });
  return numbers;
}

function readFields(reader: GobReader): { name: string; id: number }[] {
  let fields: { name: string; id: number }[] = [];
  eachField(reader, 2, (field) => {
    if (field === 0) {
      skipCommon(reader);
      return;
    }
    const count = reader.length();
    reader.admit(count, 1, 64);
    fields = Array.from({ length: count }, () => {
      const one = { name: "", id: 0 };
      eachField(reader, 2, (part) => {
        if (part === 0) one.name = reader.string();
        else one.id = typeNumber(reader);
      });
      return one;
    });
  });
  return fields;
}

/** The definition at the reader's position. One with several members set is refused: which of them counts is open. */
export function readDefinition(reader: GobReader): Definition {
  let result: Definition = { kind: "none" };
  const set = (definition: Definition): void => {
    if (result.kind !== "none") throw corrupt("a type definition is of several kinds at once");
    result = definition;
  };
  eachField(reader, 7, (field) => {
    if (field === 0) {
      const [elem, len] = readNumbers(reader, 2) as [number, number];
      set({ kind: "array", elem, len });
    } else if (field === 1) {
      const [elem] = readNumbers(reader, 1) as [number];
      set({ kind: "slice", elem });
    } else if (field === 2) set({ kind: "struct", fields: readFields(reader) });
    else if (field === 3) {
      const [key, elem] = readNumbers(reader, 2) as [number, number];
      set({ kind: "map", key, elem });
    } else {
      readNumbers(reader, 0);
      set({ kind: field === 4 ? "gobEncoder" : "opaque" });
    }
  });
  return result;
}
