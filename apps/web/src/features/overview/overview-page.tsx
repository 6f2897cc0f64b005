import type { FleetSummary, HypervisorRow } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import { useLive, useLiveRow } from "../../api/use-live.ts";
import { Button } from "../../ui/button.tsx";
import { formatBytes, formatMiB, formatNumber, formatShare, plural } from "../../ui/format.ts";
import { Meter } from "../../ui/meter.tsx";
import { EmptyState, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { OperationCard } from "../operations/operation-card.tsx";
import { AlertsPanel } from "./alerts-panel.tsx";
import { HeatMapPanel } from "./heat-map-panel.tsx";
import styles from "./overview.module.css";

const most = 500;

/** The fleet at a glance, what needs a person, and what is going on. */
export function OverviewPage() {
  const { row: fleet } = useLiveRow("fleet", {});
  const hypervisors = useLive("hypervisors", { filter: "", sort: ["Hostname"], offset: 0, limit: most });
  const rows = hypervisors.window ? [...hypervisors.window.rows.values()] : undefined;
  return (
    <Page
      title="Overview"
      actions={
        <Link to="/vms/create" tabIndex={-1}>
          <Button kind="primary" icon="plus">
            Create VM
          </Button>
        </Link>
      }
    >
      {fleet === undefined || rows === undefined ? (
        <Skeleton rows={8} />
      ) : rows.length === 0 ? (
        <EmptyState icon="hypervisors" title="No hypervisor is known yet">
          Start the server with the address of a hypervisor, or wait for the fleet manager to name some.
        </EmptyState>
      ) : (
        <Content fleet={fleet} rows={rows} />
      )}
    </Page>
  );
}

function Content({ fleet, rows }: { readonly fleet: FleetSummary; readonly rows: readonly HypervisorRow[] }) {
  return (
    <>
      <Capacity fleet={fleet} />
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          <HeatMapPanel rows={rows} total={fleet.NumHypervisors} />
          <States fleet={fleet} />
        </div>
        <div className={styles["side"]}>
          <AlertsPanel rows={rows} />
          <Work />
        </div>
      </div>
    </>
  );
}

function Capacity({ fleet }: { readonly fleet: FleetSummary }) {
  const items = [
    {
      label: "Memory",
      used: fleet.AllocatedMemoryInMiB / Math.max(1, fleet.MemoryInMiB),
      text: `${formatMiB(fleet.AllocatedMemoryInMiB)} of ${formatMiB(fleet.MemoryInMiB)}`,
    },
    {
      label: "CPU",
      used: fleet.AllocatedMilliCPUs / Math.max(1, fleet.MilliCPUs),
      text: `${formatNumber(Math.round(fleet.AllocatedMilliCPUs / 1000))} of ${formatNumber(fleet.MilliCPUs / 1000)} CPUs`,
    },
    {
      label: "Disk",
      used: fleet.AllocatedVolumeBytes / Math.max(1, fleet.VolumeBytes),
      text: `${formatBytes(fleet.AllocatedVolumeBytes)} of ${formatBytes(fleet.VolumeBytes)}`,
    },
  ];
  return (
    <ul className={styles["tiles"]}>
      <li className={styles["tile"]}>
        <span className={styles["label"]}>VMs</span>
        <Link to="/vms" className={styles["big"]}>
          {formatNumber(fleet.NumVMs)}
        </Link>
        <span className="muted">
          on {plural(fleet.NumHypervisors, "hypervisor")}, {formatNumber(fleet.NumFreeAddresses)} free
          addresses
        </span>
      </li>
      {items.map((item) => (
        <li key={item.label} className={styles["tile"]}>
          <span className={styles["label"]}>{item.label}</span>
          <span className={styles["big"]}>{formatShare(item.used)}</span>
          <Meter value={item.used} label={`${item.label} given to VMs`} text={item.text} />
        </li>
      ))}
    </ul>
  );
}

function States({ fleet }: { readonly fleet: FleetSummary }) {
  const entries = Object.entries(fleet.NumVMsByState)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1]);
  return (
    <Panel title="VMs by state">
      <ul className={styles["states"]}>
        {entries.map(([state, count]) => (
          <li key={state}>
            <Link
              to="/vms"
              search={{ q: `state:${state.includes(" ") ? `"${state}"` : state}` }}
              className={styles["state"]}
            >
              <StateBadge plain state={state} />
              <strong className="num">{formatNumber(count)}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Work() {
  const { window } = useLive("operations", { filter: "", sort: ["-StartedOn"], offset: 0, limit: 6 });
  return (
    <Panel title="Latest work" actions={<Link to="/operations">All operations</Link>}>
      {window === undefined ? (
        <Skeleton rows={3} />
      ) : window.keys.length === 0 ? (
        <p className="muted">Nothing yet. Creating, copying and migrating VMs shows here.</p>
      ) : (
        <div className={styles["work"]}>
          {window.keys.map((key) => {
            const operation = window.rows.get(key);
            return operation && <OperationCard key={key} operation={operation} />;
          })}
        </div>
      )}
    </Panel>
  );
}
