// Builds the product and measures the list of VMs with a large fleet in a real browser; arguments go to the bench.
import { join } from "node:path";
import { buildAll } from "./build.mjs";
import { findBrowser } from "./lib/browser.mjs";
import { root, run } from "./lib/workspace.mjs";

await buildAll();
const args = [join(root, "scripts/run-ts.mjs"), "--max-old-space-size=4096", join(root, "e2e/bench/web.ts")];
process.exit(
  await run(process.execPath, [...args, ...process.argv.slice(2)], {
    env: { STACKDECK_CHROMIUM: findBrowser() },
  }),
);
