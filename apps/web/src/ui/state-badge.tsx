import { cx } from "./class-names.ts";
import styles from "./state-badge.module.css";

/** Colour family of a state. */
export type Tone = "good" | "bad" | "warn" | "busy" | "idle";
/** Shape drawn in front of the word, so that states differ without colour too. */
type Shape = "disc" | "square" | "triangle" | "ring" | "cross" | "dash" | "diamond";

const looks: Readonly<Record<string, readonly [Tone, Shape]>> = {
  running: ["good", "disc"],
  starting: ["busy", "ring"],
  stopping: ["busy", "ring"],
  stopped: ["idle", "square"],
  crashed: ["bad", "cross"],
  "failed to start": ["bad", "triangle"],
  destroying: ["bad", "ring"],
  migrating: ["busy", "diamond"],
  exporting: ["busy", "diamond"],
  debugging: ["warn", "diamond"],
  live: ["good", "disc"],
  connecting: ["busy", "ring"],
  "catching-up": ["busy", "ring"],
  stale: ["warn", "triangle"],
  unreachable: ["bad", "cross"],
  healthy: ["good", "disc"],
  disabled: ["warn", "dash"],
  succeeded: ["good", "disc"],
  failed: ["bad", "cross"],
  cancelled: ["idle", "dash"],
  unknown: ["warn", "diamond"],
  "waiting-for-commit": ["warn", "triangle"],
  started: ["busy", "ring"],
  open: ["good", "disc"],
  closed: ["idle", "square"],
};

/** Colour family that a state is drawn in. */
export function toneOf(state: string): Tone {
  return looks[state]?.[0] ?? "idle";
}

function ShapeMark({ shape }: { readonly shape: Shape }) {
  return (
    <svg className={styles["shape"]} viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      {shape === "disc" && <circle cx="5" cy="5" r="4" />}
      {shape === "square" && <rect x="1.5" y="1.5" width="7" height="7" rx="1" />}
      {shape === "triangle" && <path d="M5 .8 9.600 9H.4z" />}
      {shape === "diamond" && <path d="M5 .4 9.600 5 5 9.600.4 5z" />}
      {shape === "ring" && <circle className={styles["hollow"]} cx="5" cy="5" r="3.200" />}
      {shape === "cross" && (
        <path className={styles["hollow"]} d="M1.800 1.800l6.400 6.400M8.200 1.800 1.800 8.200" />
      )}
      {shape === "dash" && <path className={styles["hollow"]} d="M1.200 5h7.600" />}
    </svg>
  );
}

/** A state in words, with its colour and shape. `running` of an operation is work, not health: say so with `tone`. */
export function StateBadge(props: {
  readonly state: string;
  readonly label?: string | undefined;
  readonly tone?: Tone;
  readonly plain?: boolean;
  readonly faded?: boolean | undefined;
}) {
  const [tone, shape] = looks[props.state] ?? ["idle", "square"];
  const shown = props.tone ?? tone;
  return (
    <span
      className={cx(
        styles["badge"],
        styles[shown],
        props.plain && styles["plain"],
        props.faded && styles["faded"],
      )}
    >
      <ShapeMark shape={props.tone === "busy" ? "ring" : shape} />
      {props.label ?? props.state.replaceAll("-", " ")}
    </span>
  );
}
