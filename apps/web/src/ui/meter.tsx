import { cx } from "./class-names.ts";
import styles from "./meter.module.css";

/** How full something is. The words beside the bar say the same; the bar alone is decoration with a value. */
export function Meter(props: {
  /** 0 … 1; more than 1 is shown as full and marked. */
  readonly value: number;
  readonly label: string;
  readonly text?: string;
  readonly thin?: boolean;
  /** The words stand beside the bar, for rows of tables. */
  readonly inline?: boolean;
  /** It says how far something is: near its end is no alarm. */
  readonly progress?: boolean;
  /** Share that is about to be added, drawn lighter. */
  readonly added?: number;
}) {
  const value = Number.isFinite(props.value) ? Math.max(0, props.value) : 0;
  const after = value + (props.added ?? 0);
  const tone = props.progress || after < 0.8 ? "ok" : after >= 0.95 ? "bad" : "warn";
  return (
    <span className={cx(styles["meter"], props.thin && styles["thin"], props.inline && styles["inline"])}>
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take them */}
      <span
        className={styles["track"]}
        role={props.progress ? "progressbar" : "meter"}
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(Math.min(1, value) * 100)}
        aria-valuetext={props.text ?? `${Math.round(value * 100)} %`}
      >
        <span
          className={cx(styles["fill"], styles[tone])}
          style={{ width: `${Math.min(100, value * 100)}%` }}
        />
        {props.added !== undefined && props.added > 0 && (
          <span
            className={cx(styles["fill"], styles["added"], styles[tone])}
            style={{ width: `${Math.max(0, Math.min(1, after) - Math.min(1, value)) * 100}%` }}
          />
        )}
      </span>
      {props.text && <span className={styles["text"]}>{props.text}</span>}
    </span>
  );
}
