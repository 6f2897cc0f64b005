import type { VmRow } from "@stackdeck/api-types";
import { problemOf } from "../../api/http.ts";
import { live } from "../../api/live.ts";
import { saveText } from "../../shell/clipboard.ts";
import { IconButton } from "../../ui/button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { type Column, csvOf } from "../../ui/table/columns.ts";
import { announce, announceProblem } from "../../ui/toasts.ts";
import type { ListSearch } from "../lists/list-search.ts";

/** Rows a window may hold at once. */
const page = 500;

/** Reads one window of the list, once. */
function readWindow(search: ListSearch, offset: number): Promise<readonly VmRow[]> {
  return new Promise((resolve, reject) => {
    const sort = [search.sort ?? "Hostname"];
    const subscription = live.subscribe("vms", { filter: search.q ?? "", sort, offset, limit: page });
    const stop = subscription.state.subscribe(() => {
      const state = subscription.state.get();
      if (state.status === "loading") return;
      stop();
      subscription.dispose();
      if (state.status === "error") reject(new Error(state.message));
      else resolve(state.window.keys.flatMap((key) => state.window.rows.get(key) ?? []));
    });
  });
}

/** All rows of the list as it is searched and sorted, window after window. */
async function readAll(search: ListSearch): Promise<VmRow[]> {
  const rows: VmRow[] = [];
  for (;;) {
    const next = await readWindow(search, rows.length);
    rows.push(...next);
    if (next.length < page) return rows;
  }
}

/** Saves exactly what the list shows: all its rows, its columns, its order. */
export function ExportMenu(props: {
  readonly search: ListSearch;
  readonly columns: readonly Column<VmRow>[];
}) {
  const run = async (kind: "csv" | "json") => {
    try {
      const rows = await readAll(props.search);
      const day = new Date().toISOString().slice(0, 10);
      if (kind === "csv") saveText(`vms-${day}.csv`, csvOf(props.columns, rows), "text/csv");
      else saveText(`vms-${day}.json`, `${JSON.stringify(rows, null, 2)}\n`, "application/json");
      announce({ tone: "good", title: `${rows.length} VMs exported` });
    } catch (error) {
      announceProblem("Export", problemOf(error));
    }
  };
  return (
    <Menu
      trigger={<IconButton icon="download" label="Export" kind="default" />}
      entries={[
        { label: "CSV, the columns shown", icon: "download", onSelect: () => void run("csv") },
        { label: "JSON, all fields", icon: "download", onSelect: () => void run("json") },
      ]}
    />
  );
}
