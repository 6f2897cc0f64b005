// Builds the product and measures the serial console in a browser; arguments: file for the figures, [--quick].
import { join } from "node:path";
import { buildAll } from "./build.mjs";
import { findBrowser } from "./lib/browser.mjs";
import { root, run } from "./lib/workspace.mjs";

await buildAll();
const args = [join(root, "scripts/run-ts.mjs"), join(root, "e2e/bench/console.ts"), ...process.argv.slice(2)];
process.exit(await run(process.execPath, args, { env: { STACKDECK_CHROMIUM: findBrowser() } }));
