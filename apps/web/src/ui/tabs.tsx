import { type ReactNode, useEffect, useRef } from "react";
import styles from "./tabs.module.css";

/** A row of links that look like tabs; each has an address of its own. The one that is open is always in sight. */
export function TabLinks(props: { readonly label: string; readonly children: ReactNode }) {
  const row = useRef<HTMLElement>(null);
  const shown = useRef<Element | null>(null);
  useEffect(() => {
    const open = row.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (!row.current || !open || open === shown.current) return;
    shown.current = open;
    // Not scrollIntoView: that would move the page too.
    row.current.scrollLeft = open.offsetLeft - (row.current.clientWidth - open.offsetWidth) / 2;
  });
  return (
    <nav ref={row} className={styles["tabs"]} aria-label={props.label}>
      {props.children}
    </nav>
  );
}

/** Class of one link in a tab row. */
export const tabLinkClass = styles["tab"] ?? "";
