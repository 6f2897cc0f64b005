import { Link } from "@tanstack/react-router";
import { useLive } from "../../api/use-live.ts";
import { EmptyState, Notice, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { type SimpleColumn, SimpleTable } from "../../ui/simple-table.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import styles from "./networks.module.css";
import { type SubnetRow, subnetRows } from "./subnet-rows.ts";

/** Addresses below which a subnet needs a person. */
const fewAddresses = 4;

const columns: readonly SimpleColumn<SubnetRow>[] = [
  {
    title: "Subnet",
    cell: (row) => (
      <Link to="/vms" search={{ q: `subnet:${row.Id}` }} className="mono">
        {row.Id}
      </Link>
    ),
  },
  {
    title: "Free addresses",
    number: true,
    cell: (row) =>
      row.Free < fewAddresses ? (
        <StateBadge plain state="stale" label={`${row.Free} left`} />
      ) : (
        String(row.Free)
      ),
  },
  {
    title: "Hypervisors",
    cell: (row) => (
      <ul className={styles["members"]}>
        {row.Hypervisors.map((member) => (
          <li key={member.Id}>
            <Link to="/hypervisors/$id/$tab" params={{ id: member.Id, tab: "networks" }}>
              {member.Hostname}
            </Link>{" "}
            <span className="muted">{member.Free} free</span>
          </li>
        ))}
      </ul>
    ),
  },
];

/** All subnets of the fleet with their free addresses; changes are made on each hypervisor's page. */
export function NetworksPage() {
  const { window } = useLive("hypervisors", { filter: "", sort: ["Id"], offset: 0, limit: 500 });
  const rows = subnetRows(window?.rows.values() ?? []);
  const scarce = rows.filter((row) => row.Free < fewAddresses);
  return (
    <Page title="Networks">
      {scarce.length > 0 && (
        <Notice tone="warn" title="Addresses are nearly used up">
          {scarce.map((row) => row.Id).join(", ")}: creating VMs there will soon fail. Add addresses on a
          hypervisor's page.
        </Notice>
      )}
      <Panel
        title="Subnets"
        hint="Subnets, address pools, leases and network boot are managed on each hypervisor's page."
        flush
      >
        {window === undefined ? (
          <Skeleton rows={5} />
        ) : rows.length === 0 ? (
          <EmptyState title="No subnets are known">
            They come from the hypervisors: none is connected, or none has a subnet.
          </EmptyState>
        ) : (
          <SimpleTable
            label="Subnets and their addresses"
            columns={columns}
            rows={rows}
            keyOf={(row) => row.Id}
          />
        )}
      </Panel>
    </Page>
  );
}
