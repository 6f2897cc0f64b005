/** Assertions whose messages say what was expected of the hypervisor and what it answered. */
import { isDeepStrictEqual } from "node:util";

/** A statement about the hypervisor that did not hold. */
export class CheckFailed extends Error {}

const show = (value: unknown) => {
  const text = typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
};

/** Fails unless `condition` holds; `what` completes "expected …". */
export function check(condition: boolean, what: string): asserts condition {
  if (!condition) throw new CheckFailed(`expected ${what}`);
}

/** Fails unless both are deeply equal. */
export function equal(actual: unknown, expected: unknown, what = "the answer"): void {
  if (!isDeepStrictEqual(actual, expected))
    throw new CheckFailed(`expected ${what} to be ${show(expected)}, got ${show(actual)}`);
}

/** Fails unless `text` is `expected`, or matches it. */
export function matches(text: unknown, expected: string | RegExp, what = "the text"): void {
  const fits = typeof expected === "string" ? text === expected : expected.test(String(text));
  if (!fits) throw new CheckFailed(`expected ${what} to be ${expected}, got ${show(text)}`);
}

/** Fails unless `list` holds `item`. */
export function includes(list: readonly unknown[], item: unknown, what = "the list"): void {
  if (!list.some((entry) => isDeepStrictEqual(entry, item)))
    throw new CheckFailed(`expected ${what} to hold ${show(item)}, got ${show(list)}`);
}

/** Runs `attempt` until it returns something; fails with `what` after `timeoutMs`. */
export async function eventually<T>(
  what: string,
  attempt: () => Promise<T | undefined | false>,
  timeoutMs = 10_000,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await attempt();
    if (value !== undefined && value !== false) return value as T;
    if (performance.now() > end) throw new CheckFailed(`expected ${what} within ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
