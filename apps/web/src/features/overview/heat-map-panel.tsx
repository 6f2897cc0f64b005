import type { HypervisorRow } from "@stackdeck/api-types";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { cx } from "../../ui/class-names.ts";
import { Segments } from "../../ui/form/field.tsx";
import { formatShare, plural } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { isUnheard } from "../hypervisors/unheard.ts";
import { freeWords, heatStep, problemOfHypervisor, shareUsed } from "./heat-map.ts";
import styles from "./overview.module.css";
import { type HeatMeasure, measures, parseOverviewSearch } from "./overview-search.ts";

/** Colours of the steps, in words for the legend. */
const legend = ["empty", "to 35 %", "to 60 %", "to 80 %", "to 95 %", "full"];

/** A cell for each hypervisor, darker the more of it is given away; the number is in the cell, colour is extra. */
export function HeatMapPanel(props: { readonly rows: readonly HypervisorRow[]; readonly total: number }) {
  const { by: measure = "memory" } = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const setMeasure = (by: HeatMeasure) =>
    void navigate({ search: parseOverviewSearch({ by }), replace: true, resetScroll: false });
  const small = props.rows.length > 48;
  return (
    <Panel
      title="Hypervisors"
      hint={props.total > props.rows.length ? `The first ${props.rows.length} of ${props.total}` : undefined}
      actions={<Segments label="Colour by" value={measure} options={measures} onChange={setMeasure} />}
    >
      <ul className={cx(styles["cells"], small && styles["small"])}>
        {props.rows.map((row) => (
          <li key={row.Id}>
            <Cell row={row} measure={measure} small={small} />
          </li>
        ))}
      </ul>
      <p className={styles["legend"]} aria-hidden="true">
        {legend.map((text, step) => (
          <span key={text}>
            <i className={styles[`step${step}`]} /> {text}
          </span>
        ))}
      </p>
    </Panel>
  );
}

function Cell(props: {
  readonly row: HypervisorRow;
  readonly measure: HeatMeasure;
  readonly small: boolean;
}) {
  const { row, measure, small } = props;
  const share = shareUsed(row, measure);
  const problem = problemOfHypervisor(row);
  const name = row.Hostname || row.Id;
  const isKnown = !isUnheard(row);
  const facts = isKnown
    ? `${freeWords(row, measure)} · ${plural(row.NumVMs, "VM")}`
    : "It has not answered yet";
  const given = isKnown ? `${formatShare(share)} given away, ` : "";
  const words = `${name}: ${given}${facts}${problem ? `. ${problem}` : ""}`;
  return (
    <Link
      to="/hypervisors/$id"
      params={{ id: row.Id }}
      title={words}
      {...(small ? { "aria-label": words } : {})}
      className={cx(
        styles["cell"],
        styles[`step${heatStep(share)}`],
        row.Alerts.some(({ Severity }) => Severity === "bad")
          ? styles["troubled"]
          : problem && styles["warned"],
        row.Freshness !== "live" && styles["old"],
      )}
    >
      {!small && <span className={styles["cellName"]}>{name}</span>}
      {!small && <strong className="num">{isKnown ? formatShare(share) : "not known"}</strong>}
      {!small && <span className={styles["cellFacts"]}>{facts}</span>}
      {problem && (
        <span className={styles["flag"]} aria-hidden="true">
          !
        </span>
      )}
      {problem && !small && <span className="visually-hidden">{problem}</span>}
    </Link>
  );
}
