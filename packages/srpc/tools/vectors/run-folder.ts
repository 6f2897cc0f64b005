/** Runs all vectors of a folder. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkInvalid, checkJsonInput } from "./check-invalid.ts";
import { checkStream } from "./check-stream.ts";
import { TypeCatalogue } from "./type-catalogue.ts";
import { type Vector, VectorFailure } from "./vector.ts";

export interface FolderResult {
  readonly passed: number;
  /** "file: vector: what is wrong" */
  readonly failures: readonly string[];
  /** Invalid vectors that are refused here though Go accepts them. */
  readonly stricter: readonly string[];
}

interface Results extends FolderResult {
  passed: number;
  readonly failures: string[];
  readonly stricter: string[];
}

/** Files with descriptions of types, not with vectors. */
const noVectors = new Set(["test-types.json", "messages.json", "methods.json"]);

/** @param fallback folders with `messages.json` and `test-types.json`, if the folder itself lacks them */
export function runFolder(folder: string, fallback: readonly string[]): FolderResult {
  const types = TypeCatalogue.fromFolders([folder, join(folder, ".."), ...fallback]);
  const result: Results = { passed: 0, failures: [], stricter: [] };
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".json") || noVectors.has(file)) continue;
    const vectors = readVectors(join(folder, file));
    if (typeof vectors === "string") result.failures.push(`${file}: ${vectors}`);
    else
      for (const [index, vector] of vectors.entries())
        checkOne(types, vector, `${file.slice(0, -5)}: ${vector?.name ?? index}`, result);
  }
  return result;
}

/** The vectors of a file (none if it is about something else), or what is wrong with it. */
function readVectors(path: string): readonly Vector[] | string {
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(content) ? (content as Vector[]) : [];
  } catch (error) {
    return (error as Error).message;
  }
}

function checkOne(types: TypeCatalogue, vector: Vector, name: string, result: Results): void {
  try {
    if (check(types, vector)) result.stricter.push(name);
    result.passed++;
  } catch (error) {
    const text = error instanceof VectorFailure ? error.message : String((error as Error).stack);
    result.failures.push(`${name}: ${text}`);
  }
}

/** What a vector is shows in what it has; true if it was refused though Go accepts it. */
function check(types: TypeCatalogue, vector: Vector): boolean {
  if (typeof vector?.name !== "string") throw new VectorFailure("is no vector");
  if (vector.gob === undefined && typeof vector.json === "string" && vector.ok !== undefined) {
    checkJsonInput(types, vector);
    return false;
  }
  if (vector.ok !== undefined || vector.decodes !== undefined) return checkInvalid(types, vector);
  checkStream(types, vector);
  return false;
}
