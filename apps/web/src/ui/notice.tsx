import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cx } from "./class-names.ts";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./notice.module.css";

export type NoticeTone = "info" | "good" | "warn" | "bad";
const icons: Readonly<Record<NoticeTone, IconName>> = {
  info: "info",
  good: "check",
  warn: "warning",
  bad: "error",
};

/** A message that belongs to a place on the page. */
export function Notice(props: {
  readonly tone?: NoticeTone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  const tone = props.tone ?? "info";
  return (
    <div className={cx(styles["notice"], styles[tone])} role={tone === "bad" ? "alert" : undefined}>
      <Icon name={icons[tone]} />
      <div className={styles["text"]}>
        {props.title && <strong>{props.title}</strong>}
        {props.children && <div>{props.children}</div>}
      </div>
      {props.actions && <div className={styles["actions"]}>{props.actions}</div>}
    </div>
  );
}

/** What stands where content would be: nothing yet, nothing found, not allowed, not reachable. Each names itself. */
export function EmptyState(props: {
  readonly icon?: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={styles["empty"]}>
      <span className={styles["emptyIcon"]}>
        <Icon name={props.icon ?? "info"} size={24} />
      </span>
      <h2>{props.title}</h2>
      {props.children && <div className={styles["emptyText"]}>{props.children}</div>}
      {props.action}
    </div>
  );
}

/** Grey bars that keep the layout still while data is on its way. They appear only after a moment. */
export function Skeleton({
  rows = 3,
  label = "Loading",
}: {
  readonly rows?: number;
  readonly label?: string;
}) {
  return (
    <div className={styles["skeleton"]} role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical bars
        <span key={index} className={styles["bar"]} />
      ))}
    </div>
  );
}

/** A button that retries, for error states. */
export function RetryButton({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Button icon="reboot" onClick={onRetry}>
      Try again
    </Button>
  );
}
