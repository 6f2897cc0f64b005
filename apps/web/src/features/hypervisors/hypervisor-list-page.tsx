import { type HypervisorRow, hypervisorFields } from "@stackdeck/api-types";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { Waiting } from "../../shell/waiting.tsx";
import { formatNumber, plural } from "../../ui/format.ts";
import { EmptyState } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { LiveTable } from "../../ui/table/live-table.tsx";
import { type ListSearch, nextSort } from "../lists/list-search.ts";
import toolbar from "../lists/list-toolbar.module.css";
import { SearchBox } from "../lists/search-box.tsx";
import { useLiveList } from "../lists/use-live-list.ts";
import { hypervisorBelow } from "./hypervisor-below.tsx";
import { hypervisorColumns, nameOfHypervisor } from "./hypervisor-columns.tsx";

const keyOf = (row: HypervisorRow) => row.Id;
const isFaded = (row: HypervisorRow) => row.Freshness !== "live";

/** All hypervisors with what they have left. */
export function HypervisorListPage() {
  const search = useSearch({ from: "/hypervisors" });
  const navigate = useNavigate({ from: "/hypervisors" });
  const list = useLiveList("hypervisors", search, "Hostname");
  const onQuery = useCallback(
    (q: string) => void navigate({ search: (before) => withValue(before, "q", q), replace: true }),
    [navigate],
  );
  const sort = search.sort ?? "Hostname";
  const onSort = (field: string) =>
    void navigate({ search: (before) => withValue(before, "sort", nextSort(sort, field)) });
  const filtered = list.total !== list.unfiltered;
  return (
    <Page title="Hypervisors" fill>
      <div className={toolbar["list"]}>
        <div className={toolbar["bar"]}>
          <SearchBox
            label="Search hypervisors"
            placeholder="Search: hyper-01 state:live vms>20"
            value={search.q ?? ""}
            onChange={onQuery}
            fields={hypervisorFields}
            error={list.filterError}
          />
          <span className={toolbar["count"]} aria-live="polite">
            {list.state.window === undefined
              ? ""
              : filtered
                ? `${formatNumber(list.total)} of ${plural(list.unfiltered, "hypervisor")}`
                : plural(list.total, "hypervisor")}
          </span>
        </div>
        {list.state.status === "error" ? (
          <EmptyState icon="error" title="The list could not be read">
            {list.state.message}
          </EmptyState>
        ) : list.state.window === undefined ? (
          <Waiting rows={6} />
        ) : (
          <LiveTable
            label="Hypervisors"
            columns={hypervisorColumns}
            total={list.total}
            rowAt={list.rowAt}
            keyOf={keyOf}
            nameOf={nameOfHypervisor}
            onRange={list.onRange}
            sort={sort}
            onSort={onSort}
            onOpen={(row) => void navigate({ to: "/hypervisors/$id", params: { id: row.Id } })}
            isFaded={isFaded}
            below={hypervisorBelow}
            empty={
              <EmptyState icon="hypervisors" title={filtered ? "No hypervisor matches" : "No hypervisors"}>
                {filtered
                  ? "Take a part of the search away, or clear it."
                  : "Start the server with --hypervisor HOST:PORT or --fleet-manager HOST:PORT."}
              </EmptyState>
            }
          />
        )}
      </div>
    </Page>
  );
}

/** The state with one value changed; an empty one leaves the URL. */
function withValue(before: ListSearch, name: "q" | "sort", value: string | undefined): ListSearch {
  const { [name]: _former, ...rest } = before;
  return value ? { ...rest, [name]: value } : rest;
}
