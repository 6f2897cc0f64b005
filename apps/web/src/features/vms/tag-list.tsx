import { byName } from "../../ui/by-name.ts";
import styles from "./tag-list.module.css";

/** Tags as small labels; the Name tag is the VM's name and is left out of short lists. */
export function TagList(props: { readonly tags: Readonly<Record<string, string>>; readonly most?: number }) {
  const entries = Object.entries(props.tags)
    .filter(([key]) => props.most === undefined || key !== "Name")
    .sort(([a], [b]) => byName(a, b));
  const shown = entries.slice(0, props.most ?? entries.length);
  const rest = entries.length - shown.length;
  return (
    <span className={styles["tags"]} title={entries.map(([key, value]) => `${key}=${value}`).join("\n")}>
      {shown.map(([key, value]) => (
        <span key={key} className={styles["tag"]}>
          <span className={styles["key"]}>{key}</span>
          {value !== "" && <span>{value}</span>}
        </span>
      ))}
      {rest > 0 && <span className="muted">+{rest}</span>}
    </span>
  );
}
