/** What can be shown over time. */
export type SeriesName = "memory" | "cpu" | "storage";

export const ranges = [
  { label: "Day", seconds: 86_400 },
  { label: "Week", seconds: 7 * 86_400 },
  { label: "Month", seconds: 30 * 86_400 },
  { label: "Year", seconds: 365 * 86_400 },
] as const;

/** What the chart shows, in the URL. */
export interface ChartSearch {
  readonly measure?: SeriesName;
  /** Seconds back from now. */
  readonly span?: number;
}

/** Takes what is understood from the URL; what is shown anyhow is left out of it. */
export function parseChartSearch(search: Record<string, unknown>): ChartSearch {
  const { measure, span } = search;
  const isMeasure = (value: unknown): value is SeriesName => value === "cpu" || value === "storage";
  const range = ranges.slice(1).find(({ seconds }) => seconds === Number(span));
  return { ...(isMeasure(measure) ? { measure } : {}), ...(range ? { span: range.seconds } : {}) };
}
