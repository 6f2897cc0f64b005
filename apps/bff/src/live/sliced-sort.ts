import type { SlicedWork } from "./slices.ts";

/** Items that are sorted in one step, and that are merged in one. */
const itemsAtOnce = 512;

/** The items in order, sorted a few at a time. Equal items stay as they were. */
export function* sortedInSlices<T>(items: readonly T[], compare: (a: T, b: T) => number): SlicedWork<T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < items.length; from += itemsAtOnce) {
    runs.push(items.slice(from, from + itemsAtOnce).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const longer: T[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      const [a, b] = [runs[at]!, runs[at + 1]];
      longer.push(b === undefined ? a : yield* merged(a, b, compare));
    }
    runs = longer;
  }
  return runs[0] ?? [];
}

function* merged<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): SlicedWork<T[]> {
  const all: T[] = [];
  let [left, right] = [0, 0];
  while (left < a.length || right < b.length) {
    const takesLeft = right >= b.length || (left < a.length && compare(a[left]!, b[right]!) <= 0);
    all.push(takesLeft ? a[left++]! : b[right++]!);
    if (all.length % itemsAtOnce === 0) yield;
  }
  return all;
}
