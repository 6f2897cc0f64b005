import { type ReactNode, useId } from "react";
import { cx } from "./class-names.ts";
import styles from "./panel.module.css";

/** A titled block of a page. */
export function Panel(props: {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly hint?: ReactNode;
  readonly flush?: boolean;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}) {
  const id = useId();
  return (
    <section className={cx(styles["panel"], props.className)} aria-labelledby={id}>
      <header className={styles["head"]}>
        <div>
          <h2 id={id}>{props.title}</h2>
          {props.hint && <p className={styles["hint"]}>{props.hint}</p>}
        </div>
        {props.actions && <div className={styles["actions"]}>{props.actions}</div>}
      </header>
      <div className={cx(styles["body"], props.flush && styles["flush"])}>{props.children}</div>
    </section>
  );
}

/** A term and its value; a long value gets a line of its own. */
type Fact = readonly [term: string, value: ReactNode, width?: "wide"];

/** Term and value pairs in as many columns as fit. */
export function Facts({ items }: { readonly items: readonly (Fact | null)[] }) {
  return (
    <dl className={styles["facts"]}>
      {items.map((item) =>
        item === null ? null : (
          <div key={item[0]} className={cx(styles["fact"], item[2] && styles["wide"])}>
            <dt>{item[0]}</dt>
            <dd>{item[1] === "" || item[1] === undefined ? <span className="muted">—</span> : item[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
