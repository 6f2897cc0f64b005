import { certificateAlert, type HypervisorRow } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { subjectOfRow } from "../../actions/vm-subject.ts";
import { useFreshSession } from "../../api/use-fresh-session.ts";
import { useLive } from "../../api/use-live.ts";
import { plural } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Age } from "../../ui/time.tsx";
import { useNow } from "../../ui/use-now.ts";
import { wordsAfterName } from "../activity/event-line.tsx";
import styles from "./overview.module.css";

const mostVms = 8;
/** Alerts of hypervisors that are listed; the list of hypervisors has all. */
const mostAlerts = 12;
const troubledVms = 'state:crashed | state:"failed to start"';

interface AlertRow {
  readonly key: string;
  readonly state: string;
  readonly what: ReactNode;
  readonly why: string;
  /** When it began, where that is known. */
  readonly since?: string;
}

/** What needs a person: crashed and failed VMs, hypervisors in trouble, scarce addresses, certificates that end. */
export function AlertsPanel({ rows }: { readonly rows: readonly HypervisorRow[] }) {
  const vms = useLive("vms", { filter: troubledVms, sort: ["-ChangedStateOn"], offset: 0, limit: mostVms });
  const certificate = useCertificateAlert();
  const hypervisors = rows.flatMap(hypervisorRows);
  const troubled = [...(vms.window?.rows.values() ?? [])].map((row) => vmRow(row));
  const moreVms = (vms.window?.total ?? 0) - troubled.length;
  const moreAlerts = hypervisors.length - mostAlerts;
  const alerts = [...certificate, ...hypervisors.slice(0, mostAlerts), ...troubled];
  const count = alerts.length + Math.max(0, moreVms) + Math.max(0, moreAlerts);
  return (
    <Panel title={count === 0 ? "Needs attention" : `Needs attention: ${count}`}>
      {count === 0 ? (
        <p className={styles["calm"]}>
          <StateBadge plain state="healthy" label="Everything is in order" />
        </p>
      ) : (
        <ul className={styles["alerts"]}>
          {alerts.map((alert) => (
            <li key={alert.key}>
              <StateBadge plain state={alert.state} label="" />
              <span className={styles["alertText"]}>
                {alert.what} <span className="muted">{alert.why}</span>
              </span>
              <span className="muted">
                {alert.since !== undefined && <Age time={alert.since} suffix=" ago" />}
              </span>
            </li>
          ))}
          {moreAlerts > 0 && (
            <li>
              <span />
              <Link to="/hypervisors" search={{ q: "alert:*" }}>
                {plural(moreAlerts, "more alert", "more alerts")} of hypervisors
              </Link>
            </li>
          )}
          {moreVms > 0 && (
            <li>
              <span />
              <Link to="/vms" search={{ q: troubledVms }}>
                {plural(moreVms, "more VM")}
              </Link>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}

function useCertificateAlert(): readonly AlertRow[] {
  const { CertificateExpires } = useFreshSession();
  const alert = certificateAlert(Date.parse(CertificateExpires), useNow(60_000));
  if (!alert) return [];
  const what = <Link to="/settings">Your identity</Link>;
  return [
    {
      key: "certificate",
      state: alert.Severity === "bad" ? "failed" : "stale",
      what,
      why: wordsAfterName(alert.Text),
    },
  ];
}

function hypervisorRows(row: HypervisorRow): readonly AlertRow[] {
  return row.Alerts.map(({ Kind, Severity, Text }) => ({
    key: `${row.Id} ${Text}`,
    state: Kind === "disabled" ? "disabled" : Severity === "bad" ? "unreachable" : "stale",
    what: (
      <Link
        to="/hypervisors/$id/$tab"
        params={{ id: row.Id, tab: Kind === "addresses" ? "networks" : "summary" }}
      >
        {row.Hostname || row.Id}
      </Link>
    ),
    why: wordsAfterName(Text),
  }));
}

function vmRow(row: Parameters<typeof subjectOfRow>[0]): AlertRow {
  const vm = subjectOfRow(row);
  return {
    key: vm.ip,
    state: vm.state,
    what: (
      <Link to="/vms/$ip" params={{ ip: vm.ip }}>
        {vm.name}
      </Link>
    ),
    why: `${vm.state} on ${vm.hypervisorName}`,
    since: row.ChangedStateOn,
  };
}
