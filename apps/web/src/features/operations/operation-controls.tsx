import type { Operation } from "@stackdeck/api-types";
import { useState } from "react";
import { problemOf, sendJson } from "../../api/http.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { announceProblem } from "../../ui/toasts.ts";
import styles from "./operations.module.css";

/** What can be done to an operation that is at work: cancel it, or answer its commit question. */
export function OperationControls({ operation }: { readonly operation: Operation }) {
  const [busy, setBusy] = useState(false);
  const send = async (path: string, body?: unknown) => {
    setBusy(true);
    try {
      await sendJson(`/api/v1/operations/${operation.Id}/${path}`, { method: "POST", body: body ?? {} });
    } catch (error) {
      announceProblem("The operation could not be steered", problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  if (operation.State === "waiting-for-commit") {
    return (
      <Notice tone="warn" title="The VM runs on the destination now. Keep it there?">
        <p>
          Commit: the VM stays where it is now and is destroyed on the source. Abandon: it goes back to the
          source, and what the guest did since it started here is lost.
        </p>
        <div className={styles["buttons"]}>
          <Button busy={busy} onClick={() => void send("commit", { Commit: false })}>
            Abandon
          </Button>
          <Button kind="primary" busy={busy} onClick={() => void send("commit", { Commit: true })}>
            Commit
          </Button>
        </div>
      </Notice>
    );
  }
  if (!operation.Cancellable) return null;
  return (
    <div className={styles["buttons"]}>
      <Button small busy={busy} onClick={() => void send("cancel")}>
        Cancel
      </Button>
    </div>
  );
}
