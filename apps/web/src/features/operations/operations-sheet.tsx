import { Link } from "@tanstack/react-router";
import { useLive } from "../../api/use-live.ts";
import { closeSheet } from "../../shell/sheets.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState, Skeleton } from "../../ui/notice.tsx";
import { OperationCard } from "./operation-card.tsx";
import styles from "./operations.module.css";

/** The latest operations, over any screen. */
export function OperationsSheet() {
  const { window } = useLive("operations", { filter: "", sort: ["-StartedOn"], offset: 0, limit: 30 });
  return (
    <Dialog
      title="Operations"
      side
      onClose={closeSheet}
      footer={
        <Link to="/operations" onClick={closeSheet}>
          All operations
        </Link>
      }
    >
      {window === undefined ? (
        <Skeleton rows={4} />
      ) : window.keys.length === 0 ? (
        <EmptyState icon="check" title="Nothing is running">
          Long work of everybody here is listed with its progress.
        </EmptyState>
      ) : (
        <div className={styles["list"]}>
          {window.keys.map((key) => {
            const operation = window.rows.get(key);
            return operation && <OperationCard key={key} operation={operation} />;
          })}
        </div>
      )}
    </Dialog>
  );
}
