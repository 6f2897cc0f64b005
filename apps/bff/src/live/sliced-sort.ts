import type { SlicedWork } from "./slices.ts";

/** Items that are sorted in one step, and that are merged in one. */
const itemsAtOnce = 512;

/** Compares two items, as `Array.sort` has it. */
type Compare<T> = (a: T, b: T) => number;

/** The items in order, sorted a few at a time. Equal items stay as they were. */
export function* sortedInSlices<T>(items: readonly T[], compare: Compare<T>): SlicedWork<T[]> {
  let from: T[] = [];
  for (let start = 0; start < items.length; start += itemsAtOnce) {
    for (const item of items.slice(start, start + itemsAtOnce).sort(compare)) from.push(item);
    yield;
  }
  // Two lists that take turns: one for each length of runs would be megabytes of garbage for a large fleet.
  let to = from.slice();
  for (let length = itemsAtOnce; length < items.length; length *= 2) {
    for (let start = 0; start < items.length; start += 2 * length) {
      yield* merge(from, to, { start, length, compare });
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Puts the two runs of a length that begin at `start` in `from` together, in the same places of `to`. */
function* merge<T>(
  from: readonly T[],
  to: T[],
  o: { readonly start: number; readonly length: number; readonly compare: Compare<T> },
): SlicedWork<void> {
  const middle = Math.min(o.start + o.length, from.length);
  const end = Math.min(middle + o.length, from.length);
  let [left, right] = [o.start, middle];
  for (let at = o.start; at < end; at++) {
    const takesLeft = right >= end || (left < middle && o.compare(from[left]!, from[right]!) <= 0);
    to[at] = takesLeft ? from[left++]! : from[right++]!;
    if (at % itemsAtOnce === 0) yield;
  }
}
