import { useQuery, useQueryClient } from "@tanstack/react-query";
import { problemOf, sendJson } from "../../api/http.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState, Skeleton } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { SimpleTable } from "../../ui/simple-table.tsx";
import { announceProblem } from "../../ui/toasts.ts";

interface SavedView {
  readonly Id: string;
  readonly Noun: string;
  readonly Name: string;
  readonly Query: string;
  readonly Default: boolean;
}

const key = ["views"] as const;

/** The user's saved views of lists. */
export function SavedViewsPanel() {
  const client = useQueryClient();
  const views = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => sendJson<{ Items: readonly SavedView[] }>("/api/v1/views", { signal }),
  });
  const remove = async (view: SavedView) => {
    try {
      await sendJson(`/api/v1/views/${encodeURIComponent(view.Id)}`, { method: "DELETE" });
      await client.invalidateQueries({ queryKey: key });
    } catch (error) {
      announceProblem("The view was not removed", problemOf(error));
    }
  };
  const items = views.data?.Items ?? [];
  return (
    <Panel title="Saved views" flush>
      {views.isPending ? (
        <Skeleton rows={2} />
      ) : items.length === 0 ? (
        <EmptyState title="No saved views">
          Save a search from the list of VMs; it is kept on the server.
        </EmptyState>
      ) : (
        <SimpleTable
          label="Views of lists"
          rows={items}
          keyOf={(view) => view.Id}
          columns={[
            { title: "List", cell: (view) => view.Noun },
            { title: "Name", cell: (view) => (view.Default ? `${view.Name} (default)` : view.Name) },
            {
              title: "Search",
              cell: (view) => <code>{new URLSearchParams(view.Query).get("q") ?? ""}</code>,
            },
            {
              title: "",
              cell: (view) => (
                <Button
                  small
                  kind="quiet"
                  aria-label={`Remove ${view.Name}`}
                  onClick={() => void remove(view)}
                >
                  Remove
                </Button>
              ),
            },
          ]}
        />
      )}
    </Panel>
  );
}
