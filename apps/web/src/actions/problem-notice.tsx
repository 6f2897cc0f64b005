import type { Problem } from "@stackdeck/api-types";
import { useEffect } from "react";
import { copyText } from "../shell/clipboard.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { problemText, rawWords, recordProblem } from "../ui/toasts.ts";
import styles from "./action-dialog.module.css";

/**
 * A failure with all that is known of it: sentence, the hypervisor's words, field errors, request id. It goes into the
 * history of notifications, unless it is one of another day.
 */
export function ProblemNotice(props: { readonly problem: Problem; readonly isOld?: boolean }) {
  const { problem, isOld = false } = props;
  useEffect(() => {
    if (!isOld) recordProblem(problem);
  }, [problem, isOld]);
  const raw = rawWords(problem);
  return (
    <Notice
      tone="bad"
      title={problem.title}
      actions={
        <Button small kind="quiet" icon="copy" onClick={() => void copyText(problemText(problem))}>
          Copy all
        </Button>
      }
    >
      {problem.detail && <p>{problem.detail}</p>}
      {raw && <pre className={styles["raw"]}>{raw}</pre>}
      {problem.errors?.map((error) => (
        <p key={error.field + error.message}>
          <strong>{error.field}</strong>: {error.message}
        </p>
      ))}
      {problem.outcomeUnknown && <p>It is not known whether this happened. Look before you try again.</p>}
      {problem.requestId && <p className="muted">Request {problem.requestId}</p>}
    </Notice>
  );
}
