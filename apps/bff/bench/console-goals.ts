/** A figure beside what it should be. */
export interface Goal {
  readonly name: string;
  readonly got: number;
  /** "at most" when `most` is given, else "at least". */
  readonly most?: number;
  readonly least?: number;
  readonly unit: string;
}

/** What a part of the bench has found. */
export interface PartResult {
  readonly rows: readonly object[];
  readonly goals: readonly Goal[];
}

export const atMost = (name: string, got: number, most: number, unit = ""): Goal => ({
  name,
  got,
  most,
  unit,
});
export const atLeast = (name: string, got: number, least: number, unit = ""): Goal => ({
  name,
  got,
  least,
  unit,
});

export const met = ({ got, most, least }: Goal): boolean =>
  Number.isFinite(got) &&
  got <= (most ?? Number.POSITIVE_INFINITY) &&
  got >= (least ?? Number.NEGATIVE_INFINITY);

/** Prints goals as a table. */
export function printGoals(goals: readonly Goal[]): void {
  console.table(
    goals.map((goal) => ({
      goal: goal.name,
      got: `${round(goal.got)} ${goal.unit}`.trim(),
      wanted: `${goal.most === undefined ? `≥ ${goal.least}` : `≤ ${goal.most}`} ${goal.unit}`.trim(),
      met: met(goal) ? "yes" : "NO",
    })),
  );
}

/** Three digits that count. */
export const round = (value: number): number => Number(value.toPrecision(3));
