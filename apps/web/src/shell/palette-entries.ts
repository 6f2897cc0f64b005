import type { IconName } from "../ui/icon.tsx";

/** Something the palette can do. */
export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly icon: IconName;
  readonly reason?: string | undefined;
  readonly run: () => void;
}

/** How well a text answers what is typed: all words must occur; beginnings count more. 0: not at all. */
export function score(text: string, typed: string): number {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  let sum = 1;
  for (const word of words) {
    const at = lower.indexOf(word);
    if (at < 0) return 0;
    sum += at === 0 ? 4 : /[\s.:-]/.test(lower[at - 1] ?? "") ? 2 : 1;
  }
  return sum;
}

/** What can not be done now comes after everything that answers as well and can. */
const rank = (it: { readonly entry: PaletteEntry; readonly points: number }) =>
  it.points - (it.entry.reason === undefined ? 0 : 0.5);

/** The entries that answer what is typed, best first. */
export function search(
  entries: readonly PaletteEntry[],
  typed: string,
  most: number,
): readonly PaletteEntry[] {
  return entries
    .map((entry) => ({ entry, points: score(`${entry.label} ${entry.hint}`, typed) }))
    .filter((it) => it.points > 0)
    .sort((a, b) => rank(b) - rank(a))
    .slice(0, most)
    .map((it) => it.entry);
}
