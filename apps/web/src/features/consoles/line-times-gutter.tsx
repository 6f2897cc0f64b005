import { useEffect, useState } from "react";
import styles from "./console-page.module.css";
import type { SerialTerminal } from "./serial-terminal.ts";

interface Row {
  readonly top: number;
  readonly text: string;
}

const format = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** The time of each line in sight, beside the terminal: the terminal's own columns stay as they are. */
export function LineTimesGutter({ terminal }: { readonly terminal: SerialTerminal }) {
  const [rows, setRows] = useState<readonly Row[]>([]);
  useEffect(() => {
    let frame = 0;
    const draw = (): void => {
      frame = 0;
      setRows(rowsOf(terminal));
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    soon();
    const stop = terminal.onView(soon);
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [terminal]);
  return (
    <div className={styles["times"]} aria-hidden="true">
      {rows.map(({ top, text }) => (
        <span key={top} className={styles["time"]} style={{ top }}>
          {text}
        </span>
      ))}
    </div>
  );
}

function rowsOf(terminal: SerialTerminal): readonly Row[] {
  const { first, count, height } = terminal.visibleRows();
  const rows: Row[] = [];
  for (let row = 0; row < count; row += 1) {
    const time = terminal.times.at(first + row);
    if (time !== undefined) rows.push({ top: row * height + height / 4, text: format.format(time) });
  }
  return rows;
}
