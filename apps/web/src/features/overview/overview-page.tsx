import type { FleetSummary } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useLive, useLiveRow } from "../../api/use-live.ts";
import { Segments } from "../../ui/form/field.tsx";
import { formatBytes, formatMiB, formatMilliCpus, formatNumber } from "../../ui/format.ts";
import { Meter } from "../../ui/meter.tsx";
import { EmptyState, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { OperationCard } from "../operations/operation-card.tsx";
import { AlertsPanel } from "./alerts-panel.tsx";
import type { HeatMeasure } from "./heat.ts";
import { HeatMap } from "./heat-map.tsx";
import styles from "./overview.module.css";

const measures: readonly (readonly [HeatMeasure, string])[] = [
  ["memory", "Memory"],
  ["cpu", "CPU"],
  ["storage", "Storage"],
  ["addresses", "Addresses"],
];

/** The fleet at a glance: how full it is, what needs a person, what is going on. */
export function OverviewPage() {
  const [measure, setMeasure] = useState<HeatMeasure>("memory");
  const { row: fleet } = useLiveRow("fleet", {});
  const { window } = useLive("hypervisors", { filter: "", sort: ["Hostname"], offset: 0, limit: 500 });
  const hypervisors = window?.keys.flatMap((key) => window.rows.get(key) ?? []) ?? [];
  return (
    <Page title="Overview">
      {fleet === undefined ? <Skeleton rows={3} /> : <Numbers fleet={fleet} />}
      <Panel
        title="Hypervisors"
        hint="The share that VMs in every state hold."
        actions={<Segments label="Measure" value={measure} options={measures} onChange={setMeasure} />}
      >
        {window === undefined ? (
          <Skeleton rows={2} />
        ) : hypervisors.length === 0 ? (
          <EmptyState icon="hypervisors" title="No hypervisors">
            Start the server with --hypervisor HOST:PORT or --fleet-manager HOST:PORT.
          </EmptyState>
        ) : (
          <HeatMap rows={hypervisors} measure={measure} />
        )}
      </Panel>
      <div className={styles["columns"]}>
        <AlertsPanel hypervisors={hypervisors} />
        <OperationsPanel />
      </div>
      {fleet !== undefined && <Allocation fleet={fleet} />}
    </Page>
  );
}

function Numbers({ fleet }: { readonly fleet: FleetSummary }) {
  return (
    <div className={styles["numbers"]}>
      <Link to="/vms" className={styles["number"]}>
        <span className={styles["big"]}>{formatNumber(fleet.NumVMs)}</span>
        <span className={styles["what"]}>VMs</span>
      </Link>
      {Object.entries(fleet.NumVMsByState).map(([state, count]) => (
        <Link key={state} to="/vms" search={{ q: `state:"${state}"` }} className={styles["number"]}>
          <span className={styles["big"]}>{formatNumber(count)}</span>
          <StateBadge plain state={state} />
        </Link>
      ))}
      <Link to="/hypervisors" className={styles["number"]}>
        <span className={styles["big"]}>{formatNumber(fleet.NumHypervisors)}</span>
        <span className={styles["what"]}>hypervisors</span>
      </Link>
      <Link to="/networks" className={styles["number"]}>
        <span className={styles["big"]}>{formatNumber(fleet.NumFreeAddresses)}</span>
        <span className={styles["what"]}>free addresses</span>
      </Link>
    </div>
  );
}

function Allocation({ fleet }: { readonly fleet: FleetSummary }) {
  const gauges = [
    ["CPU", fleet.AllocatedMilliCPUs, fleet.MilliCPUs, formatMilliCpus],
    ["Memory", fleet.AllocatedMemoryInMiB, fleet.MemoryInMiB, formatMiB],
    ["Storage", fleet.AllocatedVolumeBytes, fleet.VolumeBytes, formatBytes],
  ] as const;
  return (
    <Panel title="The whole fleet">
      <div className={styles["gauges"]}>
        {gauges.map(([label, allocated, total, format]) => (
          <div key={label}>
            <div className={styles["what"]}>{label}</div>
            <Meter
              value={total > 0 ? allocated / total : 0}
              label={label}
              text={`${format(allocated)} of ${format(total)}`}
            />
          </div>
        ))}
      </div>
    </Panel>
  );
}

function OperationsPanel() {
  const { window } = useLive("operations", { filter: "", sort: ["-StartedOn"], offset: 0, limit: 5 });
  const operations = window?.keys.flatMap((key) => window.rows.get(key) ?? []) ?? [];
  return (
    <Panel title="Latest operations" actions={<Link to="/operations">All</Link>}>
      {operations.length === 0 ? (
        <EmptyState icon="operations" title="Nothing has run yet">
          Creating, copying, migrating and other long work shows here.
        </EmptyState>
      ) : (
        operations.map((operation) => <OperationCard key={operation.Id} operation={operation} />)
      )}
    </Panel>
  );
}
