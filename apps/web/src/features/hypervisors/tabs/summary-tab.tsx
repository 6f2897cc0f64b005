import { Link } from "@tanstack/react-router";
import { useMethodQuery } from "../../../api/use-method.ts";
import { formatBytes, formatMiB, formatShare } from "../../../ui/format.ts";
import { Meter } from "../../../ui/meter.tsx";
import { Facts, Panel } from "../../../ui/panel.tsx";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { IdleVms, LargestVms } from "../../vms/vm-extremes.tsx";
import { gaugesOf } from "../capacity.ts";
import { CapacityChart } from "../capacity-chart.tsx";
import type { HypervisorTabProps } from "../hypervisor-page.tsx";
import styles from "../hypervisors.module.css";

/** What it has, what is given away, and its VMs by state. */
export function SummaryTab({ hypervisor }: HypervisorTabProps) {
  const capacity = useMethodQuery(
    "GetCapacity",
    {},
    { id: hypervisor.Id, enabled: hypervisor.Freshness === "live" },
  );
  const here = `host:"${hypervisor.Id}"`;
  const available = capacity.data?.AvailableMemoryInMiB ?? hypervisor.AvailableMemoryInMiB ?? undefined;
  return (
    <>
      <Panel title="Allocated" hint="By VMs in every state: stopped ones hold their share too.">
        <div className={styles["gauges"]}>
          {gaugesOf(hypervisor).map((gauge) => (
            <div key={gauge.label} className={styles["gauge"]}>
              <span>{gauge.label}</span>
              <Meter
                value={gauge.share}
                label={gauge.label}
                text={`${formatShare(gauge.share)} · ${gauge.text}`}
              />
            </div>
          ))}
        </div>
        <div className={styles["states"]}>
          {Object.entries(hypervisor.NumVMsByState).map(([state, count]) => (
            <Link key={state} to="/vms" search={{ q: `${here} state:"${state}"` }}>
              <StateBadge state={state} label={`${count} ${state}`} />
            </Link>
          ))}
          {hypervisor.NumVMs === 0 && <span className="muted">No VMs.</span>}
        </div>
      </Panel>
      <CapacityChart id={hypervisor.Id} />
      <div className={styles["pair"]}>
        <LargestVms filter={here} />
        <IdleVms filter={here} />
      </div>
      <Panel title="Machine">
        <Facts
          items={[
            ["CPUs", String(hypervisor.NumCPUs)],
            ["Memory", formatMiB(hypervisor.MemoryInMiB)],
            [
              "Memory available now",
              available === undefined ? "not told by this server" : formatMiB(available),
            ],
            ["Room for volumes", formatBytes(hypervisor.TotalVolumeBytes)],
            ["Architecture", hypervisor.ArchitectureType],
            [
              "Serial number",
              <span key="serial" className="mono">
                {hypervisor.SerialNumber}
              </span>,
            ],
            ["Registered addresses", String(hypervisor.NumRegisteredAddresses)],
            ["Health", hypervisor.HealthStatus || "not known"],
          ]}
        />
      </Panel>
    </>
  );
}
