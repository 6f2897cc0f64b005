/** Positions in a grouped list: heads and rows share one numbering of what is drawn. */
export interface Group {
  readonly value: string;
  readonly count: number;
  /** Position of the first row of the group in the whole list. */
  readonly offset: number;
}

export type Item =
  | { readonly kind: "head"; readonly group: Group }
  | { readonly kind: "row"; readonly index: number };

/** How many things are drawn: rows, and one head for each group. */
export function countItems(total: number, groups: readonly Group[]): number {
  return total + groups.length;
}

/** What is drawn at a position. */
export function itemAt(groups: readonly Group[], position: number): Item {
  if (groups.length === 0) return { kind: "row", index: position };
  const at = groupIndexAt(groups, position);
  const group = groups[at];
  if (!group) return { kind: "row", index: position };
  const headPosition = group.offset + at;
  return position === headPosition ? { kind: "head", group } : { kind: "row", index: position - at - 1 };
}

/** Number of the group whose head is at or before a position. */
export function groupIndexAt(groups: readonly Group[], position: number): number {
  let low = 0;
  let high = groups.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((groups[middle]?.offset ?? 0) + middle <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where a row is drawn. */
export function positionOfRow(groups: readonly Group[], index: number): number {
  const heads = groups.filter((group) => group.offset <= index).length;
  return index + heads;
}

/**
 * The window to subscribe to for the rows that are seen: aligned, so that scrolling a little asks for nothing new.
 */
export function windowFor(
  first: number,
  last: number,
  options: { step: number; most: number },
): { offset: number; limit: number } {
  const { step, most } = options;
  const offset = Math.max(0, Math.floor((first - step / 2) / step) * step);
  const end = Math.ceil((last + step / 2) / step) * step;
  return { offset, limit: Math.min(most, Math.max(step, end - offset)) };
}
