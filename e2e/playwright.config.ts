/** The end-to-end tests: a real browser on the built product, over simulated hypervisors. */
import { defineConfig } from "@playwright/test";

/** Chromium as it is started in containers and without a network of its own. */
const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * What makes Chromium draw the same everywhere: no hints of the machine's fonts (ours come with the app), no colours at
 * the edges of letters, one colour space.
 */
const sameEverywhere = ["--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb"];

const executablePath = process.env.STACKDECK_CHROMIUM;
/** Set by `npm test`, which counts from it. */
const jsonReport = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;

export default defineConfig({
  testDir: "tests",
  outputDir: "node_modules/.cache/results",
  // Each worker runs a product and its hypervisors; two keep two cores busy.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  // A shared machine may stall; a test that fails twice has failed, and one that needed the second try is reported.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: jsonReport ? [["list"], ["json", { outputFile: jsonReport }]] : [["list"]],
  use: {
    viewport: { width: 1280, height: 800 },
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: launchOptions(chromiumArguments),
  },
  projects: [
    { name: "behaviour", testIgnore: "looks.spec.ts" },
    {
      name: "looks",
      testMatch: "looks.spec.ts",
      snapshotPathTemplate: "{testDir}/looks/{arg}{ext}",
      use: { launchOptions: launchOptions([...chromiumArguments, ...sameEverywhere]) },
    },
  ],
});

function launchOptions(args: string[]) {
  return { args, ...(executablePath ? { executablePath } : {}) };
}
