/** A column that is shown, in its place; with a width of its own in px where somebody gave it one. */
export interface ColumnChoice {
  readonly id: string;
  readonly width?: number | undefined;
}

/** Widths a column may be given, in px. */
export const columnWidths = { least: 48, most: 960, step: 16 } as const;
/** More columns than this are a mistake in the URL. */
const mostColumns = 40;
const tagPrefix = "tag:";

/** The id of the column of a tag. */
export const tagColumn = (name: string) => `${tagPrefix}${name}`;

/** The tag of a column; undefined for any other column. */
export function tagOfColumn(id: string): string | undefined {
  return id.startsWith(tagPrefix) && id.length > tagPrefix.length ? id.slice(tagPrefix.length) : undefined;
}

function clampWidth(width: number): number {
  return Math.round(Math.min(columnWidths.most, Math.max(columnWidths.least, width)));
}

/** Columns named in the URL (`name,state@120,tag:env`), else the standard ones. A hand-made text never breaks the list. */
export function parseColumns(
  text: string | undefined,
  known: readonly string[],
  standard: readonly string[],
): readonly ColumnChoice[] {
  const choices: ColumnChoice[] = [];
  for (const part of (text ?? "").split(",").slice(0, mostColumns)) {
    const [encoded = "", width] = part.split("@");
    const id = decoded(encoded);
    if (!known.includes(id) && tagOfColumn(id) === undefined) continue;
    if (choices.some((one) => one.id === id)) continue;
    choices.push(/^\d+$/.test(width ?? "") ? { id, width: clampWidth(Number(width)) } : { id });
  }
  return choices.length > 0 ? choices : standard.map((id) => ({ id }));
}

/** Columns as the URL has them; "" when they are the standard ones. */
export function formatColumns(choices: readonly ColumnChoice[], standard: readonly string[]): string {
  const isStandard =
    choices.length === standard.length &&
    choices.every(({ id, width }, index) => id === standard[index] && width === undefined);
  if (isStandard) return "";
  return choices.map(({ id, width }) => encoded(id) + (width === undefined ? "" : `@${width}`)).join(",");
}

/** The columns with one moved to stand before another; undefined: to the end. */
export function moveColumn(
  choices: readonly ColumnChoice[],
  id: string,
  before: string | undefined,
): readonly ColumnChoice[] {
  const moved = choices.find((one) => one.id === id);
  if (moved === undefined || id === before) return choices;
  const rest = choices.filter((one) => one.id !== id);
  const at = rest.findIndex((one) => one.id === before);
  return at < 0 ? [...rest, moved] : [...rest.slice(0, at), moved, ...rest.slice(at)];
}

/** The columns with one moved by so many places. */
export function shiftColumn(
  choices: readonly ColumnChoice[],
  id: string,
  by: number,
): readonly ColumnChoice[] {
  const at = choices.findIndex((one) => one.id === id);
  const moved = choices[at];
  if (moved === undefined) return choices;
  const rest = choices.filter((one) => one.id !== id);
  const to = Math.max(0, Math.min(rest.length, at + by));
  return [...rest.slice(0, to), moved, ...rest.slice(to)];
}

/** The columns with the width of one changed; undefined: its own again. */
export function resizeColumn(
  choices: readonly ColumnChoice[],
  id: string,
  width: number | undefined,
): readonly ColumnChoice[] {
  return choices.map((one) =>
    one.id !== id ? one : width === undefined ? { id } : { id, width: clampWidth(width) },
  );
}

/** Names of tags are free: what separates columns is written otherwise. */
function encoded(id: string): string {
  const tag = tagOfColumn(id);
  return tag === undefined ? id : tagPrefix + encodeURIComponent(tag);
}

function decoded(text: string): string {
  const tag = tagOfColumn(text);
  if (tag === undefined) return text;
  try {
    return tagPrefix + decodeURIComponent(tag);
  } catch {
    return text;
  }
}
