import { lazy, Suspense } from "react";
import { useValue } from "../ui/use-value.ts";
import { bulkRuns } from "./bulk-runs.ts";
import { openedAction } from "./open-action.ts";

const ActionDialog = lazy(() => import("./action-dialog.tsx").then((it) => ({ default: it.ActionDialog })));
const BulkRuns = lazy(() => import("./bulk-results.tsx").then((it) => ({ default: it.BulkRuns })));
const BulkDialog = lazy(() => import("./bulk-dialog.tsx").then((it) => ({ default: it.BulkDialog })));

/** Shows the dialog of the action that is asked for, wherever it was asked. */
export function ActionHost() {
  const opened = useValue(openedAction);
  const hasRuns = useValue(bulkRuns).length > 0;
  if (!opened) return <Suspense fallback={null}>{hasRuns && <BulkRuns />}</Suspense>;
  const key = `${opened.method} ${opened.ips.join(" ")}`;
  return (
    <Suspense fallback={null}>
      {opened.ips.length === 1 ? (
        <ActionDialog key={key} opened={opened} />
      ) : (
        <BulkDialog key={key} opened={opened} />
      )}
    </Suspense>
  );
}
