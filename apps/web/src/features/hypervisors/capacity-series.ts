import type { CapacityPoint } from "@stackdeck/api-types";
import { formatBytes, formatMiB, formatMilliCpus, formatNumber } from "../../ui/format.ts";
import type { SeriesName } from "./chart-search.ts";

/** What the server has recorded of a hypervisor in a time, in steps of so many seconds. */
export interface CapacityHistory {
  readonly StepSeconds: number;
  readonly Points: readonly CapacityPoint[];
}

/** How each measure is read from a point and written for people. */
export const series: Readonly<
  Record<
    SeriesName,
    {
      readonly label: string;
      readonly used: (point: CapacityPoint) => number;
      readonly all: (point: CapacityPoint) => number;
      readonly format: (value: number) => string;
    }
  >
> = {
  memory: {
    label: "Memory",
    used: (point) => point.AllocatedMemoryInMiB,
    all: (point) => point.MemoryInMiB,
    format: formatMiB,
  },
  cpu: {
    label: "CPU",
    used: (point) => point.AllocatedMilliCPUs,
    all: (point) => point.NumCPUs * 1000,
    format: formatMilliCpus,
  },
  storage: {
    label: "Storage",
    used: (point) => point.AllocatedVolumeBytes,
    all: (point) => point.VolumeBytes,
    format: formatBytes,
  },
};

/** A time span and the size of the picture. */
export interface Frame {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly height: number;
}

/** Share of a measure that is given away, 0 … 1. */
export function shareOf(point: CapacityPoint, name: SeriesName): number {
  const all = series[name].all(point);
  return all > 0 ? Math.min(1, series[name].used(point) / all) : 0;
}

const xOf = (at: number, frame: Frame) =>
  ((at - frame.from) / Math.max(1, frame.to - frame.from)) * frame.width;

/** Lines of the given share, full at the top. Where nothing was recorded there is a gap, not a guess. */
export function linePaths(
  points: readonly CapacityPoint[],
  name: SeriesName,
  frame: Frame & { readonly stepSeconds: number },
): readonly { readonly line: string; readonly area: string }[] {
  const runs: CapacityPoint[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && point.At - before.At <= frame.stepSeconds * 2.5) run.push(point);
    else runs.push([point]);
  }
  return runs.map((run) => {
    const corners = run.map(
      (point) =>
        `${xOf(point.At, frame).toFixed(1)},${((1 - shareOf(point, name)) * frame.height).toFixed(1)}`,
    );
    const [first, last] = [run[0], run.at(-1)].map((point) => xOf(point?.At ?? 0, frame).toFixed(1));
    const line = `M${corners.join(" L")}`;
    // A lone point would be invisible: it becomes a short stroke.
    return run.length === 1
      ? { line: `${line} h2`, area: "" }
      : { line, area: `${line} L${last},${frame.height} L${first},${frame.height} Z` };
  });
}

/** The recorded point nearest to a place across the picture, 0 … 1. */
export function pointAt(
  points: readonly CapacityPoint[],
  across: number,
  frame: Pick<Frame, "from" | "to">,
): CapacityPoint | undefined {
  const at = frame.from + across * (frame.to - frame.from);
  let best: CapacityPoint | undefined;
  for (const point of points)
    if (best === undefined || Math.abs(point.At - at) < Math.abs(best.At - at)) best = point;
  return best;
}

/** Where the keyboard leads from a point; nothing for keys that lead nowhere. */
export function stepPoint(
  points: readonly CapacityPoint[],
  from: CapacityPoint | undefined,
  key: string,
): CapacityPoint | undefined {
  const page = Math.max(2, Math.round(points.length / 10));
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -page,
    PageUp: page,
    Home: -points.length,
    End: points.length,
  };
  const step = steps[key];
  if (step === undefined || points.length === 0) return undefined;
  const at = (from ? points.indexOf(from) : points.length - 1) + step;
  return points[Math.max(0, Math.min(points.length - 1, at))];
}

/** At most so many of the points, evenly spread; the last one is always among them. */
export function thinned(points: readonly CapacityPoint[], most: number): readonly CapacityPoint[] {
  const every = Math.ceil(points.length / most);
  return points.filter((_, index) => (points.length - 1 - index) % every === 0);
}

/** Fewest seconds of history that a trend is read from. */
const leastHistory = 6 * 3600;

/** Whether enough has been recorded to speak of a pace. */
export function hasTrend(points: readonly CapacityPoint[]): boolean {
  return (points.at(-1)?.At ?? 0) - (points[0]?.At ?? 0) >= leastHistory;
}
const longestRunway = 3650;

/** Days until a measure is fully given away at the pace of the recorded time (straight line through all points). */
export function runwayDays(points: readonly CapacityPoint[], name: SeriesName): number | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || !hasTrend(points)) return undefined;
  const { used, all } = series[name];
  const meanAt = points.reduce((sum, point) => sum + point.At, 0) / points.length;
  const meanUsed = points.reduce((sum, point) => sum + used(point), 0) / points.length;
  let slope = 0;
  let spread = 0;
  for (const point of points) {
    slope += (point.At - meanAt) * (used(point) - meanUsed);
    spread += (point.At - meanAt) ** 2;
  }
  const perDay = (slope / spread) * 86_400;
  const left = all(last) - used(last);
  if (perDay <= 0 || left <= 0) return undefined;
  const days = Math.floor(left / perDay);
  return days > longestRunway ? undefined : days;
}

/** The recorded numbers as CSV, one line for each point. */
export function historyCsv(points: readonly CapacityPoint[]): string {
  const names = [
    "NumCPUs",
    "MemoryInMiB",
    "VolumeBytes",
    "AllocatedMilliCPUs",
    "AllocatedMemoryInMiB",
    "AllocatedVolumeBytes",
    "NumVMs",
    "NumFreeAddresses",
  ] as const;
  const lines = points.map((point) =>
    [new Date(point.At * 1000).toISOString(), ...names.map((name) => Math.round(point[name]))].join(","),
  );
  return `${["On", ...names].join(",")}\r\n${lines.join("\r\n")}\r\n`;
}

/** A point in words: `31 % · 80 GiB of 256 GiB · 14 VMs`. */
export function pointWords(point: CapacityPoint, name: SeriesName): string {
  const { used, all, format } = series[name];
  const share = Math.round(shareOf(point, name) * 100);
  return `${share} % · ${format(used(point))} of ${format(all(point))} · ${formatNumber(Math.round(point.NumVMs))} VMs`;
}
