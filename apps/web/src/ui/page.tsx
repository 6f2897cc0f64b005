import { type ReactNode, useEffect } from "react";
import { cx } from "./class-names.ts";
import styles from "./page.module.css";
import { Value } from "./subscribable.ts";

/** The title of the page that was shown last; another object for each, even of the same name. */
export const shownPage = new Value<{ readonly title: string }>({ title: "" });

/** Names the page in the tab and for the announcer of route changes. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    shownPage.set({ title });
    document.title = title ? `${title} · Stackdeck` : "Stackdeck";
  }, [title]);
}

/** Head of a page: where we are, what it is, what can be done. Content scrolls below it. */
export function Page(props: {
  readonly title: string;
  readonly heading?: ReactNode;
  readonly crumbs?: ReactNode;
  readonly meta?: ReactNode;
  readonly actions?: ReactNode;
  readonly below?: ReactNode;
  /** The content manages its own scrolling (lists, consoles). */
  readonly fill?: boolean;
  readonly narrow?: boolean;
  /** A form: lines no longer than are read with ease. */
  readonly form?: boolean;
  readonly children: ReactNode;
}) {
  usePageTitle(props.title);
  return (
    <div className={cx(styles["page"], props.fill && styles["fill"], props.form && styles["form"])}>
      <header className={styles["head"]}>
        <div className={styles["titles"]}>
          {props.crumbs && (
            <nav aria-label="Breadcrumb" className={styles["crumbs"]}>
              {props.crumbs}
            </nav>
          )}
          <h1 id="page-title" tabIndex={-1}>
            {props.heading ?? props.title}
          </h1>
          {props.meta && <div className={styles["meta"]}>{props.meta}</div>}
        </div>
        {props.actions && <div className={styles["actions"]}>{props.actions}</div>}
      </header>
      {props.below && <div className={styles["below"]}>{props.below}</div>}
      <div className={cx(styles["content"], props.narrow && styles["narrow"])}>{props.children}</div>
    </div>
  );
}
