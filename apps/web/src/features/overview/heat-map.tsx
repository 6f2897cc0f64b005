import type { HypervisorRow } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import { cx } from "../../ui/class-names.ts";
import { alertsOf, freeAddresses, gaugesOf } from "../hypervisors/capacity.ts";
import { nameOfHypervisor } from "../hypervisors/hypervisor-columns.tsx";
import { type HeatMeasure, heatOf } from "./heat.ts";
import styles from "./overview.module.css";

/** A cell for each hypervisor, warmer the fuller it is; the number says the same as the colour. */
export function HeatMap(props: { readonly rows: readonly HypervisorRow[]; readonly measure: HeatMeasure }) {
  return (
    <ul className={styles["heat"]}>
      {props.rows.map((row) => (
        <li key={row.Id}>
          <Cell row={row} measure={props.measure} />
        </li>
      ))}
    </ul>
  );
}

function Cell({ row, measure }: { readonly row: HypervisorRow; readonly measure: HeatMeasure }) {
  const heat = heatOf(row, measure);
  const alerts = alertsOf(row);
  const details = [
    ...gaugesOf(row).map((gauge) => `${gauge.label}: ${gauge.text}`),
    `${freeAddresses(row)} free addresses`,
  ];
  return (
    <Link
      to="/hypervisors/$id"
      params={{ id: row.Id }}
      className={cx(styles["cell"], styles[`level${heat.level}`], row.Freshness !== "live" && styles["away"])}
      title={[...details, ...alerts].join("\n")}
    >
      <span className={styles["cellName"]}>{nameOfHypervisor(row)}</span>
      <span className={styles["cellValue"]}>
        {heat.text}
        {alerts.length > 0 && <span className={styles["flag"]}> !</span>}
      </span>
    </Link>
  );
}
