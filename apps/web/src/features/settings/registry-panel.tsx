import type { HypervisorRow } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import { useLive } from "../../api/use-live.ts";
import { EmptyState, Skeleton } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { type SimpleColumn, SimpleTable } from "../../ui/simple-table.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Age } from "../../ui/time.tsx";
import styles from "./settings.module.css";

const most = 200;

const columns: readonly SimpleColumn<HypervisorRow>[] = [
  {
    title: "Hypervisor",
    cell: (row) => (
      <Link to="/hypervisors/$id" params={{ id: row.Id }}>
        {row.Hostname || row.Id}
      </Link>
    ),
  },
  { title: "Address", cell: (row) => <span className="mono">{row.Address}</span> },
  { title: "Connection", cell: (row) => <StateBadge state={row.Freshness} /> },
  {
    title: "Heard",
    cell: (row) => (
      <Age time={row.LastContact > 0 ? new Date(row.LastContact).toISOString() : undefined} suffix=" ago" />
    ),
  },
  {
    title: "Methods",
    number: true,
    cell: (row) => (row.Methods.length === 0 ? <span className="muted">—</span> : row.Methods.length),
  },
  { title: "Why", cell: (row) => row.Problem || <span className="muted">—</span> },
];

/** Which hypervisors the server is connected to, and how that list is changed. */
export function RegistryPanel() {
  const { window } = useLive("hypervisors", { filter: "", sort: ["Hostname"], offset: 0, limit: most });
  const rows = window?.keys.flatMap((key) => window.rows.get(key) ?? []) ?? [];
  return (
    <Panel
      title={window === undefined ? "Hypervisor registry" : `Hypervisor registry: ${window.total}`}
      flush
    >
      {window === undefined ? (
        <Skeleton rows={3} />
      ) : rows.length === 0 ? (
        <EmptyState icon="hypervisors" title="No hypervisor is registered" />
      ) : (
        <SimpleTable label="Registered hypervisors" columns={columns} rows={rows} keyOf={(row) => row.Id} />
      )}
      <div className={styles["steps"]}>
        <p>
          The list is part of the server’s start: <code>--hypervisor HOST:PORT</code> for each, or{" "}
          <code>--fleet-manager HOST:PORT</code>, which adds and removes them while it runs.
        </p>
        {window !== undefined && window.total > rows.length && (
          <p>
            The first {rows.length} are shown. <Link to="/hypervisors">All hypervisors</Link>
          </p>
        )}
      </div>
    </Panel>
  );
}
