import { useEffect } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { EmptyState } from "../ui/notice.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { Age } from "../ui/time.tsx";
import { announcements, markSeen, problemText, rawWords, type Toast } from "../ui/toasts.ts";
import { useValue } from "../ui/use-value.ts";
import { copyText } from "./clipboard.ts";
import styles from "./sheets.module.css";
import { closeSheet } from "./sheets.ts";

const stateOf = { good: "succeeded", info: "live", bad: "failed" } as const;

/** Everything announced since the page was loaded: no message is gone before it could be read. */
export function NotificationsSheet() {
  const list = useValue(announcements);
  useEffect(markSeen);
  return (
    <Dialog title="Notifications" side onClose={closeSheet}>
      {list.length === 0 ? (
        <EmptyState icon="bell" title="Nothing yet">
          What you do, and what goes wrong, is listed here.
        </EmptyState>
      ) : (
        <ul className={styles["entries"]}>
          {list.map((toast) => (
            <Entry key={toast.id} toast={toast} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Entry({ toast }: { readonly toast: Toast }) {
  const { problem } = toast;
  const raw = rawWords(problem);
  return (
    <li className={styles["entry"]}>
      <div className={styles["line"]}>
        <StateBadge plain state={stateOf[toast.tone]} label={toast.title} />
        <span className="muted">
          <Age time={new Date(toast.at).toISOString()} suffix=" ago" />
        </span>
      </div>
      {toast.detail && <p>{toast.detail}</p>}
      {raw && <pre className={styles["raw"]}>{raw}</pre>}
      {problem && (
        <div className={styles["line"]}>
          <span className={styles["request"]}>{problem.requestId && `request ${problem.requestId}`}</span>
          <Button small kind="quiet" icon="copy" onClick={() => void copyText(problemText(problem))}>
            Copy all
          </Button>
        </div>
      )}
    </li>
  );
}
