/**
 * Writes docs/api-checklist.md from the method table and from what tests have shown. `--check` changes nothing and fails
 * when the file is stale.
 *
 * What tests have shown lies in docs/api-evidence: calls.json is held to the truth by the permission matrix, which makes
 * calls of every method over SRPC and over REST; conformance.json by the conformance run against the simulator. Both
 * fail when a file claims what the run did not show. The last column is found in the sources of the web app; "tested"
 * needs a browser test that names the method.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { methodList } from "../src/index.ts";
import { checklistText, type Evidence } from "./checklist-text.ts";

const root = findRoot(process.cwd());
const target = join(root, "docs", "api-checklist.md");
const sourceEnd = "\0";
/** A row of a table of tests. */
const tableRow = /^\s+(?:\{ )?method: "(\w+)"/gm;

process.exitCode = main(process.argv.includes("--check"));

function main(checkOnly: boolean): number {
  const text = checklistText(methodList, gatherEvidence());
  const present = existsSync(target) ? readFileSync(target, "utf8") : "";
  if (checkOnly && present !== text) {
    console.error("docs/api-checklist.md is stale: run `pnpm checklist` and commit it.");
    return 1;
  }
  if (!checkOnly) writeFileSync(target, text);
  console.log(`docs/api-checklist.md ${checkOnly ? "is current" : "written"}: ${methodList.length} APIs`);
  return 0;
}

/** The folder of the workspace, so that it does not matter where this is started. */
function findRoot(from: string): string {
  if (existsSync(join(from, "pnpm-workspace.yaml"))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error("not inside the workspace");
  return findRoot(parent);
}

function gatherEvidence(): Evidence {
  return {
    calls: shown<Evidence["calls"]>("calls.json"),
    conformance: shown<Evidence["conformance"]>("conformance.json"),
    web: sources("apps/web/src"),
    browserTests: expandTables(sources("e2e/tests")),
  };
}

/** What a run has shown. */
function shown<T>(name: string): T {
  return JSON.parse(readFileSync(join(root, "docs", "api-evidence", name), "utf8")) as T;
}

/** Tests that are written as a table name each row's method in `@api:${method}`; here they name it in full. */
function expandTables(text: string): string {
  const named = "@api:${" + "method}";
  const files = text.split(sourceEnd);
  const rows = files.filter((file) => file.includes(named)).flatMap((file) => [...file.matchAll(tableRow)]);
  return [...files, ...rows.map(([, method]) => `@api:${method}`)].join("\n");
}

/** Text of all sources below a folder, tests beside them left out; empty when there is none. */
function sources(folder: string): string {
  const path = join(root, folder);
  if (!existsSync(path)) return "";
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join(sourceEnd);
}
