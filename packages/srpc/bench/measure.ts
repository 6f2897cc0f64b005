/** Times work and writes numbers. */
import { writeFileSync } from "node:fs";

/** Runs each of several works in turn for so long and returns their shortest times in milliseconds. */
export function fastest(spanMs: number, works: readonly (() => void)[]): number[] {
  const best = works.map(() => Number.POSITIVE_INFINITY);
  for (const work of works) for (let i = 0; i < 3; i++) work();
  const until = performance.now() + spanMs * works.length;
  while (performance.now() < until) {
    for (const [index, work] of works.entries()) {
      const start = performance.now();
      work();
      best[index] = Math.min(best[index] as number, performance.now() - start);
    }
  }
  return best;
}

/** Writes results to the file named by `--json`, if there is one among the arguments. */
export function writeJson(args: readonly string[], results: unknown): void {
  const at = args.indexOf("--json");
  const file = args[at + 1];
  if (at >= 0 && file !== undefined) writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}
