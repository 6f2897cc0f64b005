/** What the cells of the heat map are coloured by. */
export type HeatMeasure = "memory" | "cpu" | "disk" | "addresses";

export const measures: readonly (readonly [HeatMeasure, string])[] = [
  ["memory", "Memory"],
  ["cpu", "CPU"],
  ["disk", "Disk"],
  ["addresses", "Free addresses"],
];

/** State of the overview in the URL. */
export interface OverviewSearch {
  /** What the heat map is coloured by, unless that is memory. */
  readonly by?: HeatMeasure;
}

/** Takes what is understood from the URL. */
export function parseOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  const found = measures.slice(1).find(([measure]) => measure === search["by"]);
  return found ? { by: found[0] } : {};
}
