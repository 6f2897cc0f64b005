import type { HypervisorRow } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import { useLive } from "../../api/use-live.ts";
import { EmptyState } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Age } from "../../ui/time.tsx";
import { alertsOf } from "../hypervisors/capacity.ts";
import { nameOfHypervisor } from "../hypervisors/hypervisor-columns.tsx";
import styles from "./overview.module.css";

const troubled = '(state:crashed | state:"failed to start")';
const shown = 8;

/** What needs a person: VMs that crashed or failed to start, hypervisors that are not well. */
export function AlertsPanel({ hypervisors }: { readonly hypervisors: readonly HypervisorRow[] }) {
  const { window } = useLive("vms", { filter: troubled, sort: ["-ChangedStateOn"], offset: 0, limit: shown });
  const vms = window?.keys.flatMap((key) => window.rows.get(key) ?? []) ?? [];
  const sick = hypervisors.flatMap((row) => alertsOf(row).map((text) => ({ row, text })));
  const total = (window?.total ?? 0) + sick.length;
  return (
    <Panel
      title="Needs a person"
      actions={
        (window?.total ?? 0) > shown ? (
          <Link to="/vms" search={{ q: troubled }}>
            All {window?.total} VMs
          </Link>
        ) : null
      }
    >
      {total === 0 ? (
        <EmptyState icon="check" title="All is well">
          No VM has crashed or failed to start, and every hypervisor is healthy.
        </EmptyState>
      ) : (
        <ul className={styles["alerts"]}>
          {vms.map((vm) => (
            <li key={vm.IpAddress} className={styles["alert"]}>
              <StateBadge state={vm.State} faded={vm.Stale} />
              <Link to="/vms/$ip" params={{ ip: vm.IpAddress }}>
                {vm.Hostname || vm.IpAddress}
              </Link>
              <Age time={vm.ChangedStateOn} suffix=" ago" />
            </li>
          ))}
          {sick.slice(0, 20).map(({ row, text }) => (
            <li key={row.Id + text} className={styles["alert"]}>
              <StateBadge state={row.Freshness} />
              <Link to="/hypervisors/$id" params={{ id: row.Id }}>
                {nameOfHypervisor(row)}
              </Link>
              <span>{text}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
