import type { ReactNode } from "react";
import styles from "./tabs.module.css";

/** A row of links that look like tabs; each has an address of its own. */
export function TabLinks(props: { readonly label: string; readonly children: ReactNode }) {
  return (
    <nav className={styles["tabs"]} aria-label={props.label}>
      {props.children}
    </nav>
  );
}

/** Class of one link in a tab row. */
export const tabLinkClass = styles["tab"] ?? "";
