import type { CapacityPoint } from "@stackdeck/api-types";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { problemOf, sendJson } from "../../api/http.ts";
import { Button } from "../../ui/button.tsx";
import { Segments } from "../../ui/form/field.tsx";
import { plural } from "../../ui/format.ts";
import { EmptyState, Notice, RetryButton, Skeleton } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { saveText } from "../../ui/save-file.ts";
import styles from "./capacity-chart.module.css";
import { CapacityPicture } from "./capacity-picture.tsx";
import { type CapacityHistory, hasTrend, historyCsv, runwayDays, series } from "./capacity-series.ts";
import { CapacityTable } from "./capacity-table.tsx";
import { type ChartSearch, parseChartSearch, ranges, type SeriesName } from "./chart-search.ts";

const names = Object.entries(series).map(([name, { label }]) => [name as SeriesName, label] as const);
const rangeOptions = ranges.map(({ label, seconds }) => [String(seconds), label] as const);
const looks = [
  ["chart", "Chart"],
  ["table", "Table"],
] as const;

/** What the chart shows is in the URL, so that it can be sent and is there again after Back. */
function useChartSearch() {
  const { measure = "memory", span = ranges[0].seconds } = parseChartSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = (next: ChartSearch) =>
    void navigate({
      to: ".",
      search: parseChartSearch({ measure, span, ...next }),
      replace: true,
      resetScroll: false,
    });
  return { measure, span, change };
}

function useHistory(id: string, span: number) {
  return useQuery({
    queryKey: ["history", id, span],
    queryFn: ({ signal }) =>
      sendJson<CapacityHistory>(`/api/v1/hypervisors/${encodeURIComponent(id)}/history?seconds=${span}`, {
        signal,
      }),
    refetchInterval: 60_000,
  });
}

/** What VMs held over the recorded time, and how long the rest lasts at the present pace. */
export function CapacityChart({ id }: { readonly id: string }) {
  const { measure: name, span, change } = useChartSearch();
  const [look, setLook] = useState<"chart" | "table">("chart");
  const history = useHistory(id, span);
  const points = history.data?.Points ?? [];
  const save = () => saveText("capacity.csv", historyCsv(points), "text/csv");
  return (
    <Panel
      title="Capacity over time"
      hint={<Runway points={points} name={name} />}
      actions={
        <>
          <Segments
            label="Measure"
            value={name}
            options={names}
            onChange={(measure) => change({ measure })}
          />
          <Segments
            label="Time"
            value={String(span)}
            options={rangeOptions}
            onChange={(seconds) => change({ span: Number(seconds) })}
          />
          <Segments label="Shown as" value={look} options={looks} onChange={setLook} />
          <Button icon="download" disabled={points.length === 0} onClick={save}>
            CSV
          </Button>
        </>
      }
    >
      <div className={styles["place"]}>
        {history.isError ? (
          <Notice
            tone="bad"
            title="The history cannot be read"
            actions={<RetryButton onRetry={() => void history.refetch()} />}
          >
            {problemOf(history.error).detail}
          </Notice>
        ) : history.isPending ? (
          <Skeleton rows={3} />
        ) : points.length === 0 ? (
          <EmptyState icon="pulse" title="Nothing recorded in this time">
            The numbers are written down every minute while this server runs and the hypervisor is live.
          </EmptyState>
        ) : look === "table" ? (
          <CapacityTable points={points} name={name} />
        ) : (
          <CapacityPicture history={history.data} name={name} seconds={span} />
        )}
      </div>
    </Panel>
  );
}

/** How long the rest lasts, where the recorded time tells. */
function Runway(props: { readonly points: readonly CapacityPoint[]; readonly name: SeriesName }) {
  const days = runwayDays(props.points, props.name);
  if (days !== undefined) return `At the pace of this time it is full in ${plural(days, "day")}.`;
  if (!hasTrend(props.points)) return "As recorded by this server; too short yet to tell how long it lasts.";
  return "As recorded by this server; it does not fill up at the pace of this time.";
}
