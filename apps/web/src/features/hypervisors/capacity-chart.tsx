import { useQuery } from "@tanstack/react-query";
import { type PointerEvent, useState } from "react";
import { problemOf, sendJson } from "../../api/http.ts";
import { appearance } from "../../ui/appearance.ts";
import { Button } from "../../ui/button.tsx";
import { downloadText } from "../../ui/download-text.ts";
import { Segments } from "../../ui/form/field.tsx";
import { formatTime, plural } from "../../ui/format.ts";
import { EmptyState, Notice, RetryButton, Skeleton } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { useValue } from "../../ui/use-value.ts";
import styles from "./capacity-chart.module.css";
import {
  type CapacityPoint,
  hasTrend,
  historyCsv,
  linePaths,
  pointAt,
  pointWords,
  ranges,
  runwayDays,
  type SeriesName,
  series,
} from "./capacity-series.ts";

interface History {
  readonly StepSeconds: number;
  readonly Points: readonly CapacityPoint[];
}

const names = Object.entries(series).map(([name, { label }]) => [name as SeriesName, label] as const);
const rangeOptions = ranges.map(({ label, seconds }) => [String(seconds), label] as const);

/** What VMs held over the recorded time, and how long the rest lasts at the present pace. */
export function CapacityChart({ id }: { readonly id: string }) {
  const [name, setName] = useState<SeriesName>("memory");
  const [seconds, setSeconds] = useState<string>(String(ranges[0].seconds));
  const history = useQuery({
    queryKey: ["history", id, seconds],
    queryFn: ({ signal }) =>
      sendJson<History>(`/api/v1/hypervisors/${encodeURIComponent(id)}/history?seconds=${seconds}`, {
        signal,
      }),
    refetchInterval: 60_000,
  });
  const points = history.data?.Points ?? [];
  const save = () => downloadText("capacity.csv", historyCsv(points), "text/csv");
  return (
    <Panel
      title="Capacity over time"
      hint={<Runway points={points} name={name} />}
      actions={
        <>
          <Segments label="Measure" value={name} options={names} onChange={setName} />
          <Segments label="Time" value={seconds} options={rangeOptions} onChange={setSeconds} />
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
        ) : (
          <Picture history={history.data} name={name} seconds={Number(seconds)} />
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

const width = 800;
const height = 160;

function Picture(props: { readonly history: History; readonly name: SeriesName; readonly seconds: number }) {
  const { history, name } = props;
  const { timeZone } = useValue(appearance);
  const [under, setUnder] = useState<CapacityPoint>();
  const points = history.Points;
  const to = Math.max(points.at(-1)?.At ?? 0, (points[0]?.At ?? 0) + 1);
  const frame = { from: to - props.seconds, to, width, height };
  const paths = linePaths(points, name, { ...frame, stepSeconds: history.StepSeconds });
  const shown = under ?? points.at(-1);
  const look = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setUnder(pointAt(points, (event.clientX - box.left) / box.width, frame));
  };
  const x = shown ? ((shown.At - frame.from) / (to - frame.from)) * width : 0;
  return (
    <figure className={styles["figure"]}>
      <div className={styles["plot"]}>
        <div className={styles["scale"]} aria-hidden="true">
          <span>100 %</span>
          <span>50 %</span>
          <span>0 %</span>
        </div>
        <svg
          className={styles["chart"]}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${series[name].label} given to VMs over ${plural(points.length, "recorded point")}, last ${points.length > 0 ? pointWords(points.at(-1)!, name) : ""}`}
          onPointerMove={look}
          onPointerLeave={() => setUnder(undefined)}
        >
          {[0, 0.5, 1].map((share) => (
            <line
              key={share}
              className={styles["grid"]}
              x1="0"
              x2={width}
              y1={share * height}
              y2={share * height}
            />
          ))}
          {paths.map(({ line, area }) => (
            <g key={line}>
              {area !== "" && <path className={styles["area"]} d={area} />}
              <path className={styles["line"]} d={line} />
            </g>
          ))}
          {under && <line className={styles["cursor"]} x1={x} x2={x} y1="0" y2={height} />}
        </svg>
      </div>
      <div className={styles["times"]} aria-hidden="true">
        <span>{formatTime(frame.from * 1000, timeZone).slice(0, 16)}</span>
        <span>{formatTime(to * 1000, timeZone).slice(0, 16)}</span>
      </div>
      <figcaption className={styles["caption"]}>
        {shown && (
          <>
            <span className="muted num">{formatTime(shown.At * 1000, timeZone).slice(0, 16)}</span>{" "}
            <span className="num">{pointWords(shown, name)}</span>
          </>
        )}
      </figcaption>
    </figure>
  );
}
