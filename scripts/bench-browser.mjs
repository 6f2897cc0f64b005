// Builds the product and runs a bench of e2e/bench that needs a real browser: its name, then arguments for it.
import { join } from "node:path";
import { buildAll } from "./build.mjs";
import { findBrowser } from "./lib/browser.mjs";
import { root, run } from "./lib/workspace.mjs";

const [name, ...args] = process.argv.slice(2);
await buildAll();
const bench = [
  join(root, "scripts/run-ts.mjs"),
  "--max-old-space-size=4096",
  join(root, `e2e/bench/${name}.ts`),
];
process.exit(
  await run(process.execPath, [...bench, ...args], { env: { STACKDECK_CHROMIUM: findBrowser() } }),
);
