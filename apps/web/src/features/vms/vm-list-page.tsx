import { type VmRow, vmFields } from "@stackdeck/api-types";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { subjectOfRow } from "../../actions/vm-subject.ts";
import { useLive } from "../../api/use-live.ts";
import { useSession } from "../../api/use-session.ts";
import { copyText } from "../../shell/clipboard.ts";
import { Button } from "../../ui/button.tsx";
import { Select } from "../../ui/form/inputs.tsx";
import { formatNumber, plural } from "../../ui/format.ts";
import { EmptyState, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { LiveTable } from "../../ui/table/live-table.tsx";
import { ColumnMenu } from "../lists/column-menu.tsx";
import { columnsOf, type ListSearch, nextSort } from "../lists/list-search.ts";
import toolbar from "../lists/list-toolbar.module.css";
import { SearchBox } from "../lists/search-box.tsx";
import { useLiveList } from "../lists/use-live-list.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { SavedViewMenu } from "./saved-view-menu.tsx";
import { StateChips } from "./state-chips.tsx";
import { useSelection } from "./use-selection.ts";
import { nameOfRow, standardVmColumns, vmColumns } from "./vm-columns.tsx";
import { rowMenu } from "./vm-menu.ts";

const keyOf = (row: VmRow) => row.IpAddress;
const isFaded = (row: VmRow) => row.Stale;
const groupings = [
  ["", "No groups"],
  ["HypervisorName", "By hypervisor"],
  ["State", "By state"],
  ["SubnetId", "By subnet"],
  ["OwnerUsers", "By owner"],
  ["ImageName", "By image"],
] as const;

/** The list of all VMs; everything about how it is shown is in the URL. */
export function VmListPage() {
  const search = useSearch({ from: "/vms" });
  const navigate = useNavigate({ from: "/vms" });
  const caller = useSession();
  const list = useLiveList("vms", search, "Hostname");
  const selection = useSelection(search.q ?? "", list.rowAt, keyOf);
  const change = useCallback(
    (next: ListSearch, replace = false) =>
      void navigate({ search: (before) => clean({ ...before, ...next }), replace }),
    [navigate],
  );
  const onQuery = useCallback((q: string) => change({ q }, true), [change]);
  const ids = columnsOf(
    search.columns,
    vmColumns.map((it) => it.id),
    standardVmColumns,
  );
  const columns = vmColumns.filter((column) => ids.includes(column.id));
  const open = (row: VmRow) => void navigate({ to: "/vms/$ip", params: { ip: row.IpAddress } });
  const filtered = list.total !== list.unfiltered;
  return (
    <Page
      title="VMs"
      fill
      actions={
        <>
          <SavedViewMenu search={search} onOpen={(view) => void navigate({ search: view })} />
          <Link to="/vms/create" tabIndex={-1}>
            <Button kind="primary" icon="plus">
              Create VM
            </Button>
          </Link>
        </>
      }
    >
      <div className={toolbar["list"]}>
        <div className={toolbar["bar"]}>
          <SearchBox
            label="Search VMs"
            placeholder="Search: web state:running mem>=8G tag:env=prod"
            value={search.q ?? ""}
            onChange={onQuery}
            fields={vmFields}
            error={list.filterError}
          />
          <span className={toolbar["count"]} aria-live="polite">
            {filtered
              ? `${formatNumber(list.total)} of ${plural(list.unfiltered, "VM")}`
              : plural(list.total, "VM")}
          </span>
          <span className={toolbar["spacer"]} />
          <Select
            aria-label="Group by"
            value={search.group ?? ""}
            options={groupings}
            onChange={(event) => change({ group: event.target.value })}
          />
          <ColumnMenu
            all={vmColumns}
            shown={ids}
            onChange={(next) => change({ columns: next?.join(",") ?? "" })}
          />
          <ExportMenu search={search} columns={columns} />
        </div>
        <StateChips query={search.q ?? ""} onQuery={(q) => change({ q })} />
        {list.state.status === "error" ? (
          <EmptyState icon="error" title="The list could not be read">
            {list.state.message}
          </EmptyState>
        ) : list.state.window === undefined ? (
          <div className={toolbar["bar"]}>
            <Skeleton rows={8} />
          </div>
        ) : (
          <LiveTable
            label="VMs"
            columns={columns}
            total={list.total}
            rowAt={list.rowAt}
            keyOf={keyOf}
            nameOf={nameOfRow}
            groups={list.groups}
            groupLabel={(value) => value || "(none)"}
            onRange={list.onRange}
            sort={search.sort ?? "Hostname"}
            onSort={(field) => change({ sort: nextSort(search.sort ?? "Hostname", field) ?? "" })}
            onOpen={open}
            selected={selection.selected}
            onSelect={selection.toggle}
            onSelectAll={() => selection.toggleAll(list.total)}
            isFaded={isFaded}
            menu={(row) =>
              rowMenu(subjectOfRow(row), caller, {
                openVm: () => open(row),
                openSerial: () =>
                  void navigate({ to: "/vms/$ip/console/serial", params: { ip: row.IpAddress } }),
                openVnc: () => void navigate({ to: "/vms/$ip/console/vnc", params: { ip: row.IpAddress } }),
                copyAddress: () => void copyText(row.IpAddress, "Address copied"),
                createLike: () => void navigate({ to: "/vms/create", search: { like: row.IpAddress } }),
              })
            }
            empty={<NoVms filtered={list.unfiltered > 0} onClear={() => change({ q: "" })} />}
          />
        )}
        <BulkBar selected={selection.selected} onClear={selection.clear} caller={caller} />
      </div>
    </Page>
  );
}

/** Leaves empty values out of the URL. */
function clean(search: ListSearch): ListSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== "" && value !== undefined),
  );
}

function NoVms({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  const { window } = useLive("hypervisors", { filter: "", sort: [], offset: 0, limit: 1 });
  if (filtered)
    return (
      <EmptyState
        icon="search"
        title="No VM matches"
        action={<Button onClick={onClear}>Show all VMs</Button>}
      >
        Nothing fits the search. Take a part of it away, or clear it.
      </EmptyState>
    );
  return (
    <EmptyState
      icon="vms"
      title="There are no VMs yet"
      action={
        <Link to="/vms/create" tabIndex={-1}>
          <Button kind="primary" icon="plus">
            Create the first VM
          </Button>
        </Link>
      }
    >
      {window?.total === 0
        ? "No hypervisor is known to this server yet."
        : "VMs appear here as soon as they exist."}
    </EmptyState>
  );
}
