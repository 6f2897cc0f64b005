/** A recorded point; times are Unix seconds. */
export interface CapacityPoint {
  readonly At: number;
  readonly MemoryInMiB: number;
  readonly AllocatedMemoryInMiB: number;
}

/** The line of the allocated share of memory in a box: full is the top. */
export function linePath(points: readonly CapacityPoint[], box: { width: number; height: number }): string {
  const first = points[0]?.At ?? 0;
  const span = Math.max(1, (points.at(-1)?.At ?? 0) - first);
  const parts = points.map((point) => {
    const share = point.MemoryInMiB > 0 ? Math.min(1, point.AllocatedMemoryInMiB / point.MemoryInMiB) : 0;
    const x = ((point.At - first) / span) * box.width;
    return `${x.toFixed(1)},${((1 - share) * box.height).toFixed(1)}`;
  });
  return `M${parts.join(" L")}`;
}

/** Fewest seconds of history that a trend is read from. */
const leastHistory = 6 * 3600;

/** Days until memory is fully allocated at the pace of the recorded time; undefined when it is not growing. */
export function runwayDays(points: readonly CapacityPoint[]): number | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || last.At - first.At < leastHistory) return undefined;
  const perDay = ((last.AllocatedMemoryInMiB - first.AllocatedMemoryInMiB) / (last.At - first.At)) * 86_400;
  const left = last.MemoryInMiB - last.AllocatedMemoryInMiB;
  if (perDay <= 0 || left <= 0) return undefined;
  const days = Math.floor(left / perDay);
  return days > 3650 ? undefined : days;
}
