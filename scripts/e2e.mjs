// Builds the product and runs the end-to-end tests alone; arguments go to Playwright.
import { join } from "node:path";
import { buildAll } from "./build.mjs";
import { findBrowser } from "./lib/browser.mjs";
import { root, run } from "./lib/workspace.mjs";

await buildAll();
const playwright = join(root, "e2e/node_modules/.bin/playwright");
const args = ["test", "-c", join(root, "e2e/playwright.config.ts"), ...process.argv.slice(2)];
process.exit(await run(playwright, args, { env: { STACKDECK_CHROMIUM: findBrowser() } }));
