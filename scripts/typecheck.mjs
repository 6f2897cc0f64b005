// Type checks every package of the workspace; prints what the compiler says and ends with its verdict.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const projects = ["apps", "packages"].flatMap((group) =>
  readdirSync(join(root, group)).map((name) => `${group}/${name}`),
);
projects.push("e2e");
let failed = 0;
for (const project of projects) {
  const config = join(root, project, "tsconfig.json");
  if (!existsSync(config)) continue;
  const run = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", config], { stdio: "inherit" });
  if (run.status !== 0) failed += 1;
}
console.log(`types: ${projects.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
