import type { HypervisorRow } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { subjectOfRow } from "../../actions/vm-subject.ts";
import { useLive } from "../../api/use-live.ts";
import { useSession } from "../../api/use-session.ts";
import { formatSeconds } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { useNow } from "../../ui/use-now.ts";
import { problemOfHypervisor, scarceSubnets } from "./heat-map.ts";
import styles from "./overview.module.css";

const mostVms = 8;
const certificateWarnSeconds = 86_400;

interface Alert {
  readonly key: string;
  readonly state: string;
  readonly what: ReactNode;
  readonly why: string;
}

function hypervisorAlerts(rows: readonly HypervisorRow[]): readonly Alert[] {
  const alerts: Alert[] = [];
  for (const row of rows) {
    const link = (
      <Link to="/hypervisors/$id" params={{ id: row.Id }}>
        {row.Hostname || row.Id}
      </Link>
    );
    const why = problemOfHypervisor(row);
    if (why)
      alerts.push({
        key: `hv:${row.Id}`,
        state: row.Disabled ? "disabled" : row.Freshness === "live" ? "stale" : row.Freshness,
        what: link,
        why,
      });
    for (const subnet of scarceSubnets(row))
      alerts.push({
        key: `net:${row.Id}:${subnet}`,
        state: "stale",
        what: link,
        why: `${row.NumFreeAddresses[subnet] ?? 0} addresses left in ${subnet}`,
      });
  }
  return alerts;
}

/** What needs a person: crashed and failed VMs, hypervisors in trouble, scarce addresses, certificates that end. */
export function AlertsPanel({ rows }: { readonly rows: readonly HypervisorRow[] }) {
  const vms = useLive("vms", {
    filter: 'state:crashed | state:"failed to start"',
    sort: ["-ChangedStateOn"],
    offset: 0,
    limit: mostVms,
  });
  const { CertificateExpires } = useSession();
  const now = useNow(60_000);
  const troubled = [...(vms.window?.rows.values() ?? [])].map(subjectOfRow);
  const more = (vms.window?.total ?? 0) - troubled.length;
  const left = (Date.parse(CertificateExpires) - now) / 1000;
  const alerts: readonly Alert[] = [
    ...(left < certificateWarnSeconds
      ? [
          {
            key: "certificate",
            state: left < 0 ? "failed" : "stale",
            what: <Link to="/settings">Client certificate</Link>,
            why: left < 0 ? "It has expired" : `It ends in ${formatSeconds(left)}`,
          },
        ]
      : []),
    ...troubled.map((vm) => ({
      key: vm.ip,
      state: vm.state,
      what: (
        <Link to="/vms/$ip" params={{ ip: vm.ip }}>
          {vm.name}
        </Link>
      ),
      why: `${vm.state} on ${vm.hypervisorName}`,
    })),
    ...hypervisorAlerts(rows),
  ];
  return (
    <Panel title="Needs attention">
      {alerts.length === 0 ? (
        <p className={styles["calm"]}>
          <StateBadge plain state="healthy" label="Everything is in order" />
        </p>
      ) : (
        <ul className={styles["alerts"]}>
          {alerts.map((alert) => (
            <li key={alert.key}>
              <StateBadge plain state={alert.state} label="" />
              <span className={styles["alertWhat"]}>{alert.what}</span>
              <span className="muted">{alert.why}</span>
            </li>
          ))}
          {more > 0 && (
            <li>
              <Link to="/vms" search={{ q: 'state:crashed | state:"failed to start"' }}>
                {more} more VMs
              </Link>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}
