import { Dialog } from "../ui/dialog.tsx";
import styles from "./sheets.module.css";
import { closeSheet } from "./sheets.ts";
import { shortcuts } from "./shortcuts.ts";

const groups = ["Anywhere", "Go to", "In lists", "In consoles"] as const;

/** All keyboard shortcuts. */
export function HelpSheet() {
  return (
    <Dialog
      title="Keyboard shortcuts"
      onClose={closeSheet}
      wide
      description="While a console has the focus all keys but its own are the guest's."
    >
      <div className={styles["groups"]}>
        {groups.map((group) => (
          <section key={group} className={styles["group"]}>
            <h3>{group}</h3>
            <dl className={styles["keys"]}>
              {shortcuts
                .filter((it) => it.group === group)
                .map((it) => (
                  <div key={it.label}>
                    <dt>{it.label}</dt>
                    <dd>
                      {it.keys.map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
