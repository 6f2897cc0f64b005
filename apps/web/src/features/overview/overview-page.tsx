import { allStates, type FleetSummary, type HypervisorRow } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import { useLive, useLiveRow } from "../../api/use-live.ts";
import { ButtonLink } from "../../ui/button-link.tsx";
import { cx } from "../../ui/class-names.ts";
import { formatBytes, formatCpus, formatMiB, formatNumber, formatShare, plural } from "../../ui/format.ts";
import { Meter } from "../../ui/meter.tsx";
import { EmptyState, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { isUnheard } from "../hypervisors/unheard.ts";
import { OperationCard } from "../operations/operation-card.tsx";
import { IdleVms, LargestVms } from "../vms/vm-extremes.tsx";
import { AlertsPanel } from "./alerts-panel.tsx";
import { EventsPanel } from "./events-panel.tsx";
import { HeatMapPanel } from "./heat-map-panel.tsx";
import styles from "./overview.module.css";
import { stateStripes } from "./state-stripes.ts";

const most = 500;
const atWork = "state:running | state:waiting-for-commit";

/** The fleet at a glance, what needs a person, and what is going on. */
export function OverviewPage() {
  const { row: fleet } = useLiveRow("fleet", {});
  const hypervisors = useLive("hypervisors", { filter: "", sort: ["Hostname"], offset: 0, limit: most });
  const rows = hypervisors.window ? [...hypervisors.window.rows.values()] : undefined;
  return (
    <Page
      title="Overview"
      actions={
        <ButtonLink to="/vms/create" kind="primary" icon="plus">
          Create VM
        </ButtonLink>
      }
    >
      {fleet === undefined || rows === undefined ? (
        <Loading />
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

/** The page's shape while its data are on their way: what comes takes the same places. */
function Loading() {
  return (
    <>
      <ul className={styles["tiles"]}>
        {["VMs", "Memory", "CPU", "Disk", "Free addresses"].map((label) => (
          <li key={label} className={cx(styles["tile"], styles["pending"])}>
            <span className={styles["label"]}>{label}</span>
          </li>
        ))}
      </ul>
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          <Panel title="Hypervisors">
            <Skeleton rows={4} />
          </Panel>
          <Panel title="VMs by state">
            <Skeleton rows={4} />
          </Panel>
          <Panel title="Largest VMs">
            <Skeleton rows={6} />
          </Panel>
        </div>
        <div className={cx(styles["side"], styles["steady"])}>
          {["Needs attention", "Latest operations", "Latest events"].map((title) => (
            <Panel key={title} title={title}>
              <Skeleton rows={3} />
            </Panel>
          ))}
        </div>
      </div>
    </>
  );
}

function Content({ fleet, rows }: { readonly fleet: FleetSummary; readonly rows: readonly HypervisorRow[] }) {
  const isKnown = !rows.every(isUnheard);
  return (
    <>
      {isKnown && <Capacity fleet={fleet} />}
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          <HeatMapPanel rows={rows} total={fleet.NumHypervisors} />
          {isKnown ? <Vms fleet={fleet} /> : <NothingKnown />}
        </div>
        <div className={cx(styles["side"], styles["steady"])}>
          <AlertsPanel rows={rows} />
          <Work />
          <EventsPanel />
        </div>
      </div>
    </>
  );
}

function Vms({ fleet }: { readonly fleet: FleetSummary }) {
  return (
    <>
      <States fleet={fleet} />
      <div className={styles["pair"]}>
        <LargestVms />
        <IdleVms />
      </div>
    </>
  );
}

/** No hypervisor has answered since the server started: that is no fleet without VMs. */
function NothingKnown() {
  return (
    <Panel title="VMs">
      <EmptyState icon="hypervisors" title="No hypervisor has answered yet">
        Their VMs and numbers appear here by themselves as soon as one does.
      </EmptyState>
    </Panel>
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
      text: `${formatCpus(fleet.AllocatedMilliCPUs)} of ${formatCpus(fleet.MilliCPUs)} CPUs`,
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
          {formatNumber(fleet.NumVMsByState["running"] ?? 0)} running on{" "}
          {plural(fleet.NumHypervisors, "hypervisor")}
        </span>
      </li>
      {items.map((item) => (
        <li key={item.label} className={styles["tile"]}>
          <span className={styles["label"]}>{item.label}</span>
          <span className={styles["big"]}>{formatShare(item.used)}</span>
          <Meter value={item.used} label={`${item.label} given to VMs`} text={item.text} />
        </li>
      ))}
      <li className={styles["tile"]}>
        <span className={styles["label"]}>Free addresses</span>
        <Link to="/networks" className={styles["big"]}>
          {formatNumber(fleet.NumFreeAddresses)}
        </Link>
        <span className="muted">in the pools of all hypervisors</span>
      </li>
    </ul>
  );
}

/** The states' shares of all VMs; the numbers below say the same in words. */
function StateBar({ fleet }: { readonly fleet: FleetSummary }) {
  return (
    <div
      className={styles["shares"]}
      aria-hidden="true"
      style={{ backgroundImage: stateStripes(fleet.NumVMsByState) }}
    />
  );
}

/** All states in an order that never changes, so that nothing moves when one begins or ends to occur. */
function States({ fleet }: { readonly fleet: FleetSummary }) {
  return (
    <Panel title="VMs by state">
      <StateBar fleet={fleet} />
      <ul className={styles["states"]}>
        {allStates.map((state) => {
          const count = fleet.NumVMsByState[state] ?? 0;
          return (
            <li key={state}>
              <Link
                to="/vms"
                search={{ q: `state:${state.includes(" ") ? `"${state}"` : state}` }}
                className={cx(styles["state"], count === 0 && styles["none"])}
              >
                <StateBadge plain state={state} {...(count === 0 ? { tone: "idle" } : {})} />
                <strong className="num">{formatNumber(count)}</strong>
              </Link>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

/** What runs now, whoever started it; else what ran last. */
function Work() {
  const running = useLive("operations", { filter: atWork, sort: ["-StartedOn"], offset: 0, limit: 6 });
  const latest = useLive("operations", { filter: "", sort: ["-StartedOn"], offset: 0, limit: 4 });
  const busy = (running.window?.total ?? 0) > 0;
  const window = busy ? running.window : latest.window;
  return (
    <Panel
      title={busy ? `Running operations: ${running.window?.total}` : "Latest operations"}
      actions={
        <Link to="/operations" search={busy ? { q: atWork } : {}}>
          All operations
        </Link>
      }
    >
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
