import { type VmRow, vmFields } from "@stackdeck/api-types";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useRef, useState } from "react";
import { subjectOfRow } from "../../actions/vm-subject.ts";
import { useLiveRow } from "../../api/use-live.ts";
import { useSession } from "../../api/use-session.ts";
import { copyText } from "../../shell/clipboard.ts";
import { Waiting } from "../../shell/waiting.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { ButtonLink } from "../../ui/button-link.tsx";
import { formatNumber, plural } from "../../ui/format.ts";
import { EmptyState, Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { LiveTable } from "../../ui/table/live-table.tsx";
import { isNoneLive } from "../hypervisors/unheard.ts";
import { ColumnPanel } from "../lists/column-panel.tsx";
import { nextSort } from "../lists/list-search.ts";
import toolbar from "../lists/list-toolbar.module.css";
import { QueryChips } from "../lists/query-chips.tsx";
import { SearchBox } from "../lists/search-box.tsx";
import type { SearchBoxHandle } from "../lists/use-search-box.ts";
import { useTagNames } from "../lists/use-search-values.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { GroupSelect } from "./group-select.tsx";
import { SavedViewMenu } from "./saved-view-menu.tsx";
import { StateChips } from "./state-chips.tsx";
import { useVmList } from "./use-vm-list.ts";
import { vmBelow } from "./vm-below.tsx";
import { nameOfRow, vmColumns } from "./vm-columns.tsx";
import { vmMenu } from "./vm-menu.ts";

const keyOf = (row: VmRow) => row.IpAddress;
const isFaded = (row: VmRow) => row.Stale;
const groupLabel = (value: string) => value || "(none)";

/** The list of all VMs; everything about how it is shown is in the URL. */
export function VmListPage() {
  const vms = useVmList();
  const { search, change, list, selection, onQuery } = vms;
  const navigate = useNavigate();
  const box = useRef<SearchBoxHandle>(null);
  const query = search.q ?? "";
  return (
    <Page
      title="VMs"
      fill
      actions={
        <>
          <SavedViewMenu search={search} onOpen={(view) => void navigate({ to: "/vms", search: view })} />
          <ButtonLink to="/vms/create" kind="primary" icon="plus">
            Create VM
          </ButtonLink>
        </>
      }
    >
      <div className={toolbar["list"]}>
        <div className={toolbar["bar"]}>
          <SearchBox
            label="Search VMs"
            placeholder="Search: web state:running mem>=8G tag:env=prod"
            value={query}
            onChange={onQuery}
            fields={vmFields}
            noun="vms"
            error={list.filterError}
            handle={box}
          />
          <Count list={list} />
          <span className={toolbar["spacer"]} />
          <GroupSelect value={search.group ?? ""} onChange={(group) => change({ group })} />
          <Columns vms={vms} />
          <ExportMenu search={search} columns={vms.columns} />
        </div>
        <QueryChips
          query={query}
          fields={vmFields}
          onQuery={(q) => change({ q })}
          onEdit={(from, to) => box.current?.select(from, to)}
        />
        <StateChips query={query} onQuery={(q) => change({ q })} />
        {list.groupsError && (
          <div className={toolbar["bar"]}>
            <Notice tone="warn">{list.groupsError}</Notice>
          </div>
        )}
        <Rows vms={vms} />
        <Bulk vms={vms} query={query} selection={selection} />
      </div>
    </Page>
  );
}

type VmList = ReturnType<typeof useVmList>;

function Count({ list }: { readonly list: VmList["list"] }) {
  const { total, unfiltered } = list;
  // Before they are known there are not none.
  if (list.state.window === undefined) return <span className={toolbar["count"]} />;
  return (
    <span className={toolbar["count"]} aria-live="polite">
      {total === unfiltered ? plural(total, "VM") : `${formatNumber(total)} of ${plural(unfiltered, "VM")}`}
    </span>
  );
}

function Columns({ vms }: { readonly vms: VmList }) {
  const [open, setOpen] = useState(false);
  const tags = useTagNames();
  return (
    <>
      <IconButton icon="columns" label="Columns" kind="default" onClick={() => setOpen(true)} />
      {open && (
        <ColumnPanel
          all={vmColumns}
          choices={vms.choices}
          tags={tags}
          onChange={vms.onColumns}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

function Bulk(props: {
  readonly vms: VmList;
  readonly query: string;
  readonly selection: VmList["selection"];
}) {
  const caller = useSession();
  const { selected, clear } = props.selection;
  return <BulkBar selected={selected} query={props.query} onClear={clear} caller={caller} />;
}

function Rows({ vms }: { readonly vms: VmList }) {
  const { search, change, list, selection } = vms;
  const navigate = useNavigate();
  const caller = useSession();
  const open = useCallback(
    (row: VmRow) => void navigate({ to: "/vms/$ip", params: { ip: row.IpAddress } }),
    [navigate],
  );
  const menu = (row: VmRow) => {
    const ip = row.IpAddress;
    return vmMenu(subjectOfRow(row), caller, {
      openVm: () => open(row),
      openSerial: () => void navigate({ to: "/vms/$ip/console/serial", params: { ip } }),
      openVnc: () => void navigate({ to: "/vms/$ip/console/vnc", params: { ip } }),
      copyAddress: () => void copyText(ip, "Address copied"),
      createLike: () => void navigate({ to: "/vms/create", search: { like: ip } }),
    });
  };
  if (list.state.status === "error")
    return (
      <EmptyState icon="error" title="The list could not be read">
        {list.state.message}
      </EmptyState>
    );
  if (list.state.window === undefined)
    return (
      <div className={toolbar["bar"]}>
        <Waiting rows={8} />
      </div>
    );
  const sort = search.sort ?? "Hostname";
  return (
    <LiveTable
      label="VMs"
      columns={vms.columns}
      total={list.total}
      rowAt={list.rowAt}
      indexOf={list.indexOf}
      keyOf={keyOf}
      nameOf={nameOfRow}
      groups={list.groups}
      groupLabel={groupLabel}
      onRange={list.onRange}
      sort={sort}
      onSort={(field) => change({ sort: nextSort(sort, field) ?? "" })}
      onOpen={open}
      selected={selection.selected}
      onSelect={selection.toggle}
      onSelectAll={() => selection.toggleAll(list.total)}
      isFaded={isFaded}
      below={vmBelow}
      menu={menu}
      identity={vms.identity}
      place={vms.place}
      onPlace={vms.onPlace}
      onResize={vms.onResize}
      onMove={vms.onMove}
      empty={
        <NoVms filtered={list.unfiltered > 0} fault={list.filterError} onClear={() => change({ q: "" })} />
      }
    />
  );
}

/** Why the list is empty: a search nobody can read, one that nothing fits, or a fleet without VMs. */
function NoVms(props: {
  readonly filtered: boolean;
  readonly fault: string | undefined;
  readonly onClear: () => void;
}) {
  const { filtered, fault, onClear } = props;
  const { row: fleet } = useLiveRow("fleet", {});
  if (fault !== undefined)
    return (
      <EmptyState
        icon="search"
        title="The search can not be understood"
        action={<Button onClick={onClear}>Show all VMs</Button>}
      >
        {fault}
      </EmptyState>
    );
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
  if (isNoneLive(fleet))
    return (
      <EmptyState
        icon="hypervisors"
        title="No hypervisor can be reached"
        action={<Link to="/hypervisors">All hypervisors</Link>}
      >
        Which VMs there are is not known. They appear here by themselves as soon as a hypervisor answers.
      </EmptyState>
    );
  return (
    <EmptyState
      icon="vms"
      title="There are no VMs yet"
      action={
        <ButtonLink to="/vms/create" kind="primary" icon="plus">
          Create the first VM
        </ButtonLink>
      }
    >
      {fleet?.NumHypervisors === 0
        ? "No hypervisor is known to this server yet."
        : "VMs appear here as soon as they exist."}
    </EmptyState>
  );
}
