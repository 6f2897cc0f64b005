import { useQuery } from "@tanstack/react-query";
import { sendJson } from "../../api/http.ts";
import { Skeleton } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import styles from "./capacity-chart.module.css";
import { type CapacityPoint, linePath, runwayDays } from "./capacity-series.ts";

interface History {
  readonly StepSeconds: number;
  readonly Points: readonly CapacityPoint[];
}

const width = 640;
const height = 120;

/** Memory that VMs held over the recorded time, and how long the rest lasts at the present pace. */
export function CapacityChart({ id }: { readonly id: string }) {
  const history = useQuery({
    queryKey: ["history", id],
    queryFn: ({ signal }) =>
      sendJson<History>(`/api/v1/hypervisors/${encodeURIComponent(id)}/history?seconds=172800`, { signal }),
    refetchInterval: 300_000,
  });
  const points = history.data?.Points ?? [];
  const days = runwayDays(points);
  const latest = points.at(-1);
  const share = latest && latest.MemoryInMiB > 0 ? latest.AllocatedMemoryInMiB / latest.MemoryInMiB : 0;
  return (
    <Panel
      title="Memory allocated over time"
      hint={
        days === undefined
          ? "As recorded by this server."
          : `At the pace of this time it is full in ${days} days.`
      }
    >
      {history.isPending ? (
        <Skeleton rows={2} />
      ) : points.length < 2 ? (
        <p className="muted">Not enough has been recorded yet: a point is kept every five minutes.</p>
      ) : (
        <svg
          className={styles["chart"]}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Allocated memory over ${points.length} points, now ${Math.round(share * 100)} %`}
        >
          <path
            className={styles["area"]}
            d={`${linePath(points, { width, height })} L${width},${height} L0,${height} Z`}
          />
          <path className={styles["line"]} d={linePath(points, { width, height })} />
        </svg>
      )}
    </Panel>
  );
}
