import type { CapacityPoint } from "@stackdeck/api-types";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { appearance } from "../../ui/appearance.ts";
import { formatTime } from "../../ui/format.ts";
import { useValue } from "../../ui/use-value.ts";
import styles from "./capacity-chart.module.css";
import {
  type CapacityHistory,
  type Frame,
  linePaths,
  pointAt,
  pointWords,
  series,
  shareOf,
  stepPoint,
} from "./capacity-series.ts";
import type { SeriesName } from "./chart-search.ts";
import { timeTicks } from "./time-ticks.ts";

const width = 800;
const height = 176;
const shares = [1, 0.75, 0.5, 0.25, 0];

/** A measure over the recorded time. The pointer or the arrow keys read single points out, in words below the picture. */
export function CapacityPicture(props: {
  readonly history: CapacityHistory;
  readonly name: SeriesName;
  readonly seconds: number;
}) {
  const { history, name } = props;
  const { timeZone } = useValue(appearance);
  const [under, setUnder] = useState<CapacityPoint>();
  const points = history.Points;
  const to = Math.max(points.at(-1)?.At ?? 0, (points[0]?.At ?? 0) + 1);
  const frame: Frame = { from: to - props.seconds, to, width, height };
  const shown = under ?? points.at(-1);
  const time = shown ? formatTime(shown.At * 1000, timeZone).slice(0, 16) : "";
  const look = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setUnder(pointAt(points, (event.clientX - box.left) / box.width, frame));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = stepPoint(points, shown, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setUnder(next);
  };
  return (
    <figure className={styles["figure"]}>
      <div className={styles["scale"]} aria-hidden="true">
        {shares.map((share) => (
          <span key={share}>{share * 100} %</span>
        ))}
      </div>
      <div
        className={styles["plot"]}
        role="slider"
        tabIndex={0}
        aria-label={`${series[name].label} given to VMs, recorded points`}
        aria-valuemin={1}
        aria-valuemax={points.length}
        aria-valuenow={shown ? points.indexOf(shown) + 1 : 1}
        aria-valuetext={shown ? `${time}: ${pointWords(shown, name)}` : "none"}
        onKeyDown={onKeyDown}
        onBlur={() => setUnder(undefined)}
        onPointerMove={look}
        onPointerLeave={() => setUnder(undefined)}
      >
        <Lines history={history} name={name} frame={frame} />
        {under && <Cursor point={under} name={name} frame={frame} />}
        <div className={styles["times"]} aria-hidden="true">
          {timeTicks(frame.from, to, timeZone).map((tick) => (
            <span key={tick.at} style={{ left: percent(tick.at, frame) }}>
              {tick.label}
            </span>
          ))}
        </div>
      </div>
      <figcaption className={styles["caption"]}>
        {shown && (
          <>
            <span className="muted num">{time}</span> <span className="num">{pointWords(shown, name)}</span>
          </>
        )}
      </figcaption>
    </figure>
  );
}

const percent = (at: number, { from, to }: Frame) => `${((at - from) / (to - from)) * 100}%`;

function Lines(props: {
  readonly history: CapacityHistory;
  readonly name: SeriesName;
  readonly frame: Frame;
}) {
  const { history, name, frame } = props;
  const paths = linePaths(history.Points, name, { ...frame, stepSeconds: history.StepSeconds });
  return (
    <svg
      className={styles["chart"]}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {shares.map((share) => (
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
    </svg>
  );
}

/** Marks the point that is read out. */
function Cursor(props: { readonly point: CapacityPoint; readonly name: SeriesName; readonly frame: Frame }) {
  const left = percent(props.point.At, props.frame);
  const top = `${(1 - shareOf(props.point, props.name)) * height}px`;
  return (
    <>
      <span className={styles["cursor"]} style={{ left }} />
      <span className={styles["dot"]} style={{ left, top }} />
    </>
  );
}
