// npm test: installs what is missing and runs everything. The last line is `N passed, N failed` over all suites.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findBrowser } from "./lib/browser.mjs";
import { installDependencies, requireNode, root, run } from "./lib/workspace.mjs";

requireNode();
installDependencies();

const reports = join(root, ".cache", "test-reports");
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const totals = { passed: 0, failed: 0 };
const lines = [];

/** Adds a suite's counts; a suite that failed without counting anything counts as one failure. */
function record(name, code, counts, startedAt) {
  const passed = counts?.passed ?? (code === 0 ? 1 : 0);
  const failed = Math.max(counts?.failed ?? 0, code === 0 ? 0 : 1);
  totals.passed += passed;
  totals.failed += failed;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  lines.push(
    `${failed === 0 ? "ok  " : "FAIL"}  ${name.padEnd(28)} ${passed} passed, ${failed} failed  (${seconds} s)`,
  );
}

/** Runs one suite; `read` takes its counts from the report it wrote. */
async function suite(name, command, args, options = {}) {
  console.log(`\n== ${name}`);
  const startedAt = performance.now();
  const code = await run(command, args, { timeoutMs: 15 * 60_000, env: options.env });
  let counts;
  if (options.report && existsSync(options.report))
    counts = options.read(JSON.parse(readFileSync(options.report, "utf8")));
  record(name, code, counts, startedAt);
  return code;
}

const node = process.execPath;
const runTs = (file, ...args) => [join(root, "scripts/run-ts.mjs"), join(root, file), ...args];
const readTotals = (report) => ({ passed: report.passed, failed: report.failed });

await suite("format and lint", "biome", ["ci", "--error-on-warnings", "."]);
await suite("unused code", "knip", ["--no-config-hints"]);
await suite("types", node, [join(root, "scripts/typecheck.mjs")]);
await suite("api checklist is current", node, runTs("packages/api-types/tools/checklist.ts", "--check"));

const unitReport = join(reports, "unit.json");
await suite(
  "unit",
  "vitest",
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`],
  {
    report: unitReport,
    read: (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests }),
  },
);

const conformanceReport = join(reports, "conformance.json");
await suite(
  "conformance (simulator)",
  node,
  runTs(
    "e2e/conformance/run.ts",
    ...["--simulator", "--json", conformanceReport],
    ...["--evidence", join(root, "docs/api-evidence/conformance.json")],
  ),
  {
    report: conformanceReport,
    read: readTotals,
  },
);

if ((await suite("build", node, [join(root, "scripts/build.mjs")])) === 0) {
  await suite("first load size", node, [join(root, "scripts/first-load.mjs")]);
  const e2eReport = join(reports, "e2e.json");
  await suite(
    "end to end",
    join(root, "e2e/node_modules/.bin/playwright"),
    ["test", "-c", join(root, "e2e/playwright.config.ts")],
    {
      report: e2eReport,
      read: (report) => ({
        passed: report.stats.expected + report.stats.flaky,
        failed: report.stats.unexpected,
      }),
      env: { STACKDECK_CHROMIUM: findBrowser(), PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport },
    },
  );
}

console.log(`\n${lines.join("\n")}\n`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
