import type { HypervisorRow } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import { useLive } from "../../api/use-live.ts";
import { plural } from "../../ui/format.ts";
import { Meter } from "../../ui/meter.tsx";
import { EmptyState, Notice, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { type SimpleColumn, SimpleTable } from "../../ui/simple-table.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import styles from "./networks.module.css";
import { type SubnetRow, subnetRows } from "./subnet-rows.ts";

/** Hypervisors named in a cell; a fleet has hundreds. */
const mostNamed = 6;

const subnetColumns: readonly SimpleColumn<SubnetRow>[] = [
  {
    title: "Subnet",
    cell: (row) => (
      <Link to="/vms" search={{ q: `subnet:${row.Id}` }} className="mono">
        {row.Id}
      </Link>
    ),
  },
  { title: "Free addresses", number: true, cell: (row) => <Free row={row} /> },
  {
    title: "Hypervisors, the scarcest first",
    cell: (row) => (
      <ul className={styles["members"]}>
        {row.Hypervisors.slice(0, mostNamed).map((member) => (
          <li key={member.Id}>
            <Link to="/hypervisors/$id/$tab" params={{ id: member.Id, tab: "networks" }}>
              {member.Hostname}
            </Link>{" "}
            <span className="muted num">{member.Free} free</span>
          </li>
        ))}
        {row.Hypervisors.length > mostNamed && (
          <li>
            <Link to="/hypervisors" search={{ q: `subnet:${row.Id}` }}>
              {row.Hypervisors.length - mostNamed} more
            </Link>
          </li>
        )}
      </ul>
    ),
  },
];

/** The number, marked where somebody should add addresses. */
function Free({ row }: { readonly row: SubnetRow }) {
  return row.IsScarce ? <StateBadge plain state="stale" label={`${row.Free} left`} /> : row.Free;
}

const freeOf = (row: HypervisorRow) =>
  Math.min(
    row.NumRegisteredAddresses,
    Object.values(row.NumFreeAddresses).reduce((sum, count) => sum + count, 0),
  );

const poolColumns: readonly SimpleColumn<HypervisorRow>[] = [
  {
    title: "Hypervisor",
    cell: (row) => (
      <Link to="/hypervisors/$id/$tab" params={{ id: row.Id, tab: "networks" }}>
        {row.Hostname || row.Id}
      </Link>
    ),
  },
  { title: "Connection", cell: (row) => <StateBadge plain state={row.Freshness} /> },
  { title: "Subnets", number: true, cell: (row) => row.Subnets.length },
  { title: "Registered", number: true, cell: (row) => row.NumRegisteredAddresses },
  { title: "Free", number: true, cell: freeOf },
  {
    title: "In use",
    cell: (row) => {
      const used = row.NumRegisteredAddresses - freeOf(row);
      return (
        <Meter
          inline
          value={row.NumRegisteredAddresses === 0 ? 0 : used / row.NumRegisteredAddresses}
          label={`Addresses in use on ${row.Hostname || row.Id}`}
          text={`${used} of ${row.NumRegisteredAddresses}`}
        />
      );
    },
  },
  {
    title: "",
    cell: (row) => (
      <Link to="/hypervisors/$id/$tab" params={{ id: row.Id, tab: "dhcp" }}>
        DHCP watch
      </Link>
    ),
  },
];

/** All subnets and address pools of the fleet; changes are made on each hypervisor's page. */
export function NetworksPage() {
  const { window } = useLive("hypervisors", { filter: "", sort: ["Hostname"], offset: 0, limit: 500 });
  const hypervisors = window?.keys.flatMap((key) => window.rows.get(key) ?? []) ?? [];
  const rows = subnetRows(hypervisors);
  const scarce = rows.filter((row) => row.IsScarce);
  const old = hypervisors.filter((row) => row.Freshness !== "live");
  return (
    <Page title="Networks">
      {old.length > 0 && (
        <Notice tone="warn" title={`${plural(old.length, "hypervisor is", "hypervisors are")} not live`}>
          Their numbers are the last ones known: {old.map((row) => row.Hostname || row.Id).join(", ")}.
        </Notice>
      )}
      {scarce.length > 0 && (
        <Notice tone="warn" title="Addresses are nearly used up">
          {scarce.map((row) => row.Id).join(", ")}: creating VMs there will soon fail on some hypervisor. Add
          addresses on its page.
        </Notice>
      )}
      <Panel title="Subnets" flush>
        {window === undefined ? (
          <Skeleton rows={5} />
        ) : rows.length === 0 ? (
          <EmptyState icon="networks" title="No subnets are known">
            They come from the hypervisors: none is connected, or none has a subnet.
          </EmptyState>
        ) : (
          <SimpleTable
            label="Subnets and their addresses"
            cards
            columns={subnetColumns}
            rows={rows}
            keyOf={(row) => row.Id}
          />
        )}
      </Panel>
      {hypervisors.length > 0 && (
        <Panel
          title="Address pools"
          hint="Subnets, pools, external leases and network boot are managed on each hypervisor's page."
          flush
        >
          <SimpleTable
            label="Address pools of the hypervisors"
            columns={poolColumns}
            rows={hypervisors}
            keyOf={(row) => row.Id}
          />
        </Panel>
      )}
    </Page>
  );
}
