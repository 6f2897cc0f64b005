import type { CapacityPoint } from "@stackdeck/api-types";
import { appearance } from "../../ui/appearance.ts";
import { formatNumber, formatShare, formatTime } from "../../ui/format.ts";
import { SimpleTable } from "../../ui/simple-table.tsx";
import { useValue } from "../../ui/use-value.ts";
import styles from "./capacity-chart.module.css";
import { series, shareOf, thinned } from "./capacity-series.ts";
import type { SeriesName } from "./chart-search.ts";

/** Rows that somebody reads; the CSV has every point. */
const mostRows = 100;

/** The recorded numbers in words, the latest first: what the picture shows, for those who do not see it. */
export function CapacityTable(props: {
  readonly points: readonly CapacityPoint[];
  readonly name: SeriesName;
}) {
  const { timeZone } = useValue(appearance);
  const { used, all, format } = series[props.name];
  return (
    <div className={styles["table"]}>
      <SimpleTable
        label={`${series[props.name].label} over time`}
        rows={thinned(props.points, mostRows).toReversed()}
        keyOf={(point) => String(point.At)}
        columns={[
          { title: "Time", cell: (point) => formatTime(point.At * 1000, timeZone).slice(0, 16) },
          { title: "Share", number: true, cell: (point) => formatShare(shareOf(point, props.name)) },
          { title: "Given to VMs", number: true, cell: (point) => format(used(point)) },
          { title: "Of", number: true, cell: (point) => format(all(point)) },
          { title: "VMs", number: true, cell: (point) => formatNumber(Math.round(point.NumVMs)) },
        ]}
      />
    </div>
  );
}
