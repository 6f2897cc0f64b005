/** A small test registry: conformance runs as a program against any address, so it needs no test framework. */
import type { TestContext } from "./context.ts";

export type TestBody = (context: TestContext) => Promise<void>;

export interface ConformanceTest {
  readonly suite: string;
  readonly name: string;
  readonly body: TestBody;
  /** Waits for one of the hypervisor's own long timers; run beside the others. */
  readonly slow: boolean;
  /** Needs a second hypervisor that can be reached from the first. */
  readonly needsSecond: boolean;
  /** Changes the hypervisor itself (disabled, subnets, pool, owners): only on one that is there to be tested. */
  readonly disposable: boolean;
  /** Needs an image that the hypervisor can get by name. */
  readonly needsImage: boolean;
  /** Calls that a hypervisor answers only on its own machine. */
  readonly needsLocal: boolean;
}

export interface TestOptions {
  readonly slow?: boolean;
  readonly needsSecond?: boolean;
  readonly disposable?: boolean;
  readonly needsImage?: boolean;
  readonly needsLocal?: boolean;
}

/** Adds one test to the suite being described. */
export type AddTest = (name: string, body: TestBody, options?: TestOptions) => void;

/** The tests of one API, under its name. */
export interface Suite {
  readonly name: string;
  readonly tests: readonly ConformanceTest[];
}

/**
 * Describes the tests of one API.
 * @example
 * export const getCapacity = suite("GetCapacity", (test) => {
 *   test("tells the totals", async ({ owner }) => { … });
 * });
 */
export function suite(name: string, addTests: (test: AddTest) => void): Suite {
  const tests: ConformanceTest[] = [];
  addTests((testName, body, options = {}) => {
    tests.push({
      suite: name,
      name: testName,
      body,
      slow: options.slow ?? false,
      needsSecond: options.needsSecond ?? false,
      disposable: options.disposable ?? false,
      needsImage: options.needsImage ?? false,
      needsLocal: options.needsLocal ?? false,
    });
  });
  return { name, tests };
}
