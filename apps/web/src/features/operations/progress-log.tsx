import type { Operation } from "@stackdeck/api-types";
import { useEffect, useRef } from "react";
import { appearance } from "../../ui/appearance.ts";
import { formatTime } from "../../ui/format.ts";
import { useValue } from "../../ui/use-value.ts";
import { isActive } from "./operation-words.ts";
import styles from "./operations.module.css";

/** The progress lines as they come; follows the end unless somebody has scrolled up. */
export function ProgressLog({ operation }: { readonly operation: Operation }) {
  const { timeZone } = useValue(appearance);
  const box = useRef<HTMLDivElement>(null);
  const count = operation.Progress.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows each new line
  useEffect(() => {
    const frame = box.current;
    if (frame && frame.scrollHeight - frame.scrollTop - frame.clientHeight < 80)
      frame.scrollTop = frame.scrollHeight;
  }, [count]);
  if (count === 0)
    return (
      <p className="muted">
        {isActive(operation) ? "The hypervisor has said nothing yet." : "The hypervisor said nothing."}
      </p>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long content must scroll by keyboard
    <div ref={box} className={styles["log"]} role="log" aria-label="Progress lines" tabIndex={0}>
      {operation.Progress.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever appended
        <div key={index}>
          <time dateTime={line.On}>{formatTime(line.On, timeZone).slice(11, 19)}</time>
          <span>{line.Text}</span>
        </div>
      ))}
    </div>
  );
}
