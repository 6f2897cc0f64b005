/** Runs the tests of all suites and counts. */
import { CheckFailed } from "./checks.ts";
import { TestContext } from "./context.ts";
import { SharedVms } from "./shared-vms.ts";
import type { ConformanceTest, Suite } from "./suite.ts";
import type { Target } from "./target.ts";

export interface Report {
  readonly passed: number;
  readonly failed: number;
  /** Tests of each suite that passed; 0 for one of which any failed. */
  readonly passedOf: Readonly<Record<string, number>>;
  /** Tests that this target cannot be asked, by what is missing. */
  readonly notAsked: Readonly<Record<string, number>>;
  readonly failures: readonly { readonly suite: string; readonly test: string; readonly message: string }[];
}

export interface RunOptions {
  /** Only tests whose "Suite: name" matches. */
  readonly only?: RegExp | undefined;
  /** Is told each outcome as it comes. */
  readonly onOutcome: (test: ConformanceTest, failure: string | undefined) => void;
}

/** What the target lacks for this test, "" when nothing. */
function missingFor(test: ConformanceTest, target: Target): string {
  if (test.needsSecond && target.second === undefined) return "a second hypervisor (--second-address)";
  if (test.needsImage && target.image === "") return "an image by name (--image)";
  if (test.disposable && !target.disposable) return "a hypervisor that may be changed (--disposable)";
  if (test.needsLocal && !target.isLocal) return "to run on the machine of the hypervisor";
  return "";
}

/** Runs every test against the target: those that wait for long timers beside the others. */
export async function runSuites(
  suites: readonly Suite[],
  target: Target,
  options: RunOptions,
): Promise<Report> {
  const shared = new SharedVms(target);
  const failures: { suite: string; test: string; message: string }[] = [];
  const notAsked: Record<string, number> = {};
  let passed = 0;
  const passedOf: Record<string, number> = Object.fromEntries(suites.map(({ name }) => [name, 0]));
  const runOne = async (test: ConformanceTest) => {
    const failure = await runTest(test, target, shared);
    if (failure === undefined) {
      passed += 1;
      passedOf[test.suite] = (passedOf[test.suite] ?? 0) + 1;
    } else failures.push({ suite: test.suite, test: test.name, message: failure });
    options.onOutcome(test, failure);
  };
  const wanted: ConformanceTest[] = [];
  for (const test of suites.flatMap((suite) => suite.tests)) {
    if (options.only && !options.only.test(`${test.suite}: ${test.name}`)) continue;
    const missing = missingFor(test, target);
    if (missing === "") wanted.push(test);
    else notAsked[missing] = (notAsked[missing] ?? 0) + 1;
  }
  const slow = wanted.filter((test) => test.slow).map(runOne);
  for (const test of wanted) if (!test.slow) await runOne(test);
  await Promise.all(slow);
  await shared.dispose();
  for (const { suite } of failures) passedOf[suite] = 0;
  return { passed, failed: failures.length, passedOf, notAsked, failures };
}

/** Undefined when it passed, else why it did not. */
async function runTest(
  test: ConformanceTest,
  target: Target,
  shared: SharedVms,
): Promise<string | undefined> {
  const context = new TestContext(target, shared);
  let failure: string | undefined;
  try {
    await test.body(context);
  } catch (error) {
    failure = wordsOf(error);
  }
  try {
    await context.dispose();
  } catch (error) {
    failure ??= `clean-up: ${wordsOf(error)}`;
  }
  return failure;
}

function wordsOf(error: unknown): string {
  if (error instanceof CheckFailed) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
