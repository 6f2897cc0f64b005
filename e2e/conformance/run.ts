/** `pnpm conformance`: tests a hypervisor, simulated or real, method by method on the protocol itself. */
import { readFileSync, writeFileSync } from "node:fs";
import { loadIdentities } from "@stackdeck/srpc";
import { everyMethod } from "./contract.ts";
import { allSuites } from "./methods/all.ts";
import { parseArguments, type RunArguments, UsageError, usage } from "./options.ts";
import { type Report, runSuites } from "./runner.ts";
import { startSimulated } from "./simulated.ts";
import { Target, UnusableTarget } from "./target.ts";

interface OpenedTarget {
  readonly target: Target;
  close(): Promise<void>;
}

async function openTarget(args: RunArguments): Promise<OpenedTarget> {
  if (args.simulator) return startSimulated(args);
  const { address, certDir } = args;
  if (address === undefined || certDir === undefined)
    throw new UsageError("--address and --cert-dir go together.");
  const target = await Target.open({
    address,
    second: args.second,
    identities: loadIdentities(certDir),
    ownerName: args.identity,
    subnetId: args.subnet,
    image: args.image,
    disposable: args.disposable,
  });
  return { target, close: () => target.close() };
}

function printReport(report: Report): void {
  for (const [what, count] of Object.entries(report.notAsked))
    console.log(`${count} not asked: need ${what}`);
  const untested = everyMethod.filter((name) => !allSuites.some((suite) => suite.name === name));
  for (const name of untested) console.log(`FAIL  ${name}: no tests`);
  console.log(`${report.passed} passed, ${report.failed + untested.length} failed`);
}

/** Whether the checklist's evidence is what this run has shown. */
function evidenceHolds(args: RunArguments, report: Report): boolean {
  if (args.evidence === undefined) return true;
  const shown = `${JSON.stringify(report.passedOf, null, 2)}\n`;
  if (args.writeEvidence) writeFileSync(args.evidence, shown);
  if (readFileSync(args.evidence, "utf8") === shown) return true;
  console.log(
    `FAIL  ${args.evidence} does not say what this run has shown: use --write-evidence, and commit it`,
  );
  return false;
}

async function main(): Promise<number> {
  if (process.argv.includes("--help")) {
    console.log(usage);
    return 0;
  }
  const args = parseArguments(process.argv.slice(2));
  const { target, close } = await openTarget(args);
  try {
    const report = await runSuites(allSuites, target, {
      only: args.only,
      onOutcome: (test, failure) => {
        if (failure !== undefined) console.log(`FAIL  ${test.suite}: ${test.name}\n      ${failure}`);
        else if (args.verbose) console.log(`ok    ${test.suite}: ${test.name}`);
      },
    });
    if (args.json) writeFileSync(args.json, JSON.stringify(report, null, 2));
    const holds = evidenceHolds(args, report);
    printReport(report);
    return holds && report.failed === 0 && report.passed > 0 ? 0 : 1;
  } finally {
    await close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError || error instanceof UnusableTarget)) throw error;
  console.error(error instanceof UsageError ? `${error.message}\n\n${usage}` : error.message);
  process.exitCode = 2;
}
