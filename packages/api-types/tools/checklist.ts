/**
 * Writes docs/api-checklist.md from the method table and from what is found in the sources: a column says yes only
 * because the code that does it is there. `--check` changes nothing and fails when the file is stale.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { methodList } from "../src/index.ts";
import { checklistText, type Evidence } from "./checklist-text.ts";

const root = findRoot(process.cwd());
const target = join(root, "docs", "api-checklist.md");

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
    client: sources("packages/hypervisor-client/src"),
    rest: sources("apps/bff/src/rest"),
    consoles: sources("apps/bff/src/consoles"),
    simulator: sources("packages/simulator/src/methods"),
    conformance: sources("e2e/conformance"),
    web: sources("apps/web/src"),
    browserTests: sources("e2e/tests"),
  };
}

/** Text of all sources below a folder, tests beside them left out; empty when there is none. */
function sources(folder: string): string {
  const path = join(root, folder);
  if (!existsSync(path)) return "";
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}
