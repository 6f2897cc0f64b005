import type { SavedView } from "@stackdeck/api-types";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { problemOf, sendJson } from "../../api/http.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState, Notice, RetryButton, Skeleton } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { type SimpleColumn, SimpleTable } from "../../ui/simple-table.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { announceProblem } from "../../ui/toasts.ts";
import { savedViewsKey, searchOfView, useSavedViews } from "../lists/saved-views.ts";
import styles from "./settings.module.css";

/** The user's saved views of lists. */
export function SavedViewsPanel() {
  const client = useQueryClient();
  const views = useSavedViews();
  const change = async (send: () => Promise<unknown>) => {
    try {
      await send();
      await client.invalidateQueries({ queryKey: savedViewsKey });
    } catch (error) {
      announceProblem("The view was not changed", problemOf(error));
    }
  };
  const makeDefault = ({ Id: _id, ...view }: SavedView, Default: boolean) =>
    change(() => sendJson("/api/v1/views", { method: "PUT", body: { ...view, Default } }));
  const remove = (view: SavedView) =>
    change(() => sendJson(`/api/v1/views/${encodeURIComponent(view.Id)}`, { method: "DELETE" }));
  const items = views.data ?? [];
  return (
    <Panel
      title="Saved views"
      hint="Searches with their sorting and columns, kept on the server. One of them may be the one a list opens with."
      flush
    >
      {views.isError ? (
        <Notice
          tone="bad"
          title="The views cannot be read"
          actions={<RetryButton onRetry={() => void views.refetch()} />}
        >
          {problemOf(views.error).detail}
        </Notice>
      ) : views.isPending ? (
        <Skeleton rows={2} />
      ) : items.length === 0 ? (
        <EmptyState icon="filter" title="No saved views">
          Search, sort or group the list of VMs, then save it there under “Views”.
        </EmptyState>
      ) : (
        <SimpleTable
          label="Views of lists"
          rows={items}
          keyOf={(view) => view.Id}
          columns={columns(makeDefault, remove)}
        />
      )}
    </Panel>
  );
}

function columns(
  makeDefault: (view: SavedView, is: boolean) => Promise<void>,
  remove: (view: SavedView) => Promise<void>,
): readonly SimpleColumn<SavedView>[] {
  return [
    {
      title: "Name",
      cell: (view) => (
        <Link to="/vms" search={searchOfView(view)}>
          {view.Name}
        </Link>
      ),
    },
    { title: "Search", cell: (view) => <code>{searchOfView(view).q ?? ""}</code> },
    {
      title: "Opens first",
      cell: (view) =>
        view.Default ? <StateBadge plain state="healthy" label="yes" /> : <span className="muted">no</span>,
    },
    {
      title: "",
      cell: (view) => (
        <div className={styles["buttons"]}>
          <Button
            small
            kind="quiet"
            aria-label={view.Default ? `Do not open with ${view.Name}` : `Open with ${view.Name}`}
            onClick={() => void makeDefault(view, !view.Default)}
          >
            {view.Default ? "Not first" : "Open first"}
          </Button>
          <Button
            small
            kind="quiet"
            icon="trash"
            aria-label={`Remove ${view.Name}`}
            onClick={() => void remove(view)}
          >
            Remove
          </Button>
        </div>
      ),
    },
  ];
}
