import type { VmRow } from "@stackdeck/api-types";
import { callMethod } from "../../api/call.ts";
import { problemOf } from "../../api/http.ts";
import { IconButton } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import { Menu } from "../../ui/menu.tsx";
import { saveText } from "../../ui/save-file.ts";
import { type Column, csvOf } from "../../ui/table/columns.ts";
import { announce, announceProblem } from "../../ui/toasts.ts";
import type { ListSearch } from "../lists/list-search.ts";
import { readRows } from "./read-rows.ts";

/** The hypervisors' own words about the rows: as `vm-control get-vm-infos` prints them. */
async function readInfos(rows: readonly VmRow[]): Promise<readonly unknown[]> {
  const infos = new Map<string, unknown>();
  for (const id of new Set(rows.map((row) => row.Hypervisor))) {
    const answer = await callMethod("GetVmInfos", {}, { id });
    for (const info of answer.VmInfos ?? []) infos.set(info.Address?.IpAddress ?? "", info);
  }
  const missing = rows.filter((row) => !infos.has(row.IpAddress));
  if (missing.length > 0)
    announce({
      tone: "info",
      title: `${plural(missing.length, "VM")} gone while the export was read`,
      detail: missing
        .map((row) => row.IpAddress)
        .slice(0, 20)
        .join(", "),
    });
  return rows.flatMap((row) => infos.get(row.IpAddress) ?? []);
}

/** Saves exactly what the list shows: all its rows, its columns, its order. */
export function ExportMenu(props: {
  readonly search: ListSearch;
  readonly columns: readonly Column<VmRow>[];
}) {
  const run = async (kind: "csv" | "json" | "infos") => {
    try {
      const rows = await readRows(props.search);
      const day = new Date().toISOString().slice(0, 10);
      if (kind === "csv") saveText(`vms-${day}.csv`, csvOf(props.columns, rows), "text/csv");
      else {
        const values = kind === "json" ? rows : await readInfos(rows);
        saveText(`vms-${day}.json`, `${JSON.stringify(values, null, 2)}\n`, "application/json");
      }
      announce({ tone: "good", title: `${plural(rows.length, "VM")} exported` });
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
        { label: "JSON, as vm-control prints it", icon: "download", onSelect: () => void run("infos") },
      ]}
    />
  );
}
