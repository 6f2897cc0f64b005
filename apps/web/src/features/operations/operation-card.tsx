import type { Operation } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import { formatSeconds } from "../../ui/format.ts";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Age } from "../../ui/time.tsx";
import { TransferMeter } from "../../ui/transfer-meter.tsx";
import { OperationControls } from "./operation-controls.tsx";
import {
  isActive,
  lastProgress,
  operationSeconds,
  operationTitle,
  transferShare,
} from "./operation-words.ts";
import styles from "./operations.module.css";

/** What was said last; of one that ended without a word, how long it took. */
function wordsOf(operation: Operation): string {
  const said = lastProgress(operation);
  if (said !== "" || operation.EndedOn === "") return said;
  const seconds = operationSeconds(operation, 0);
  return seconds < 1 ? "took less than a second" : `took ${formatSeconds(seconds)}`;
}

/** An operation in short: what, how far, who, and what can be done about it. */
export function OperationCard({ operation }: { readonly operation: Operation }) {
  const share = transferShare(operation);
  const busy = isActive(operation);
  return (
    <article className={styles["card"]}>
      <div className={styles["title"]}>
        <Link to="/operations/$id" params={{ id: operation.Id }} className={styles["what"]}>
          {operationTitle(operation)}
        </Link>
        <StateBadge
          state={operation.State}
          {...(operation.State === "running" ? { tone: "busy" as const } : {})}
        />
      </div>
      <div className={styles["line"]}>
        <span className={styles["progress"]}>
          {operation.Error?.hypervisorError ?? operation.Error?.detail ?? wordsOf(operation)}
        </span>
        <span className={styles["who"]}>
          {operation.User} · <Age time={operation.StartedOn} suffix=" ago" />
        </span>
      </div>
      {busy && share !== undefined && (
        <TransferMeter label="Transferred" done={operation.BytesDone} total={operation.BytesTotal} />
      )}
      <OperationControls operation={operation} />
    </article>
  );
}
