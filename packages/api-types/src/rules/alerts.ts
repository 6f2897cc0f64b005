import type { Alert, HypervisorRow } from "../rest-shapes.ts";
import { judgeHealth } from "./health.ts";

/** Fewer free addresses than this in a subnet that has a pool are nearly none. */
const fewAddresses = 3;

const hourMs = 3600_000;

type Facts = Pick<HypervisorRow, "Freshness" | "Problem" | "HealthStatus" | "Disabled" | "NumFreeAddresses">;

/** That it is away, and why; the address that errors of the network begin with is said by who tells it. */
function awayWords({ Freshness, Problem }: Facts): string {
  const why = Problem.replace(/^\S+:\d+: /, "");
  const what = Freshness === "unreachable" ? "It can not be reached" : "It is stale";
  return why === "" ? what : `${what}: ${why}`;
}

/**
 * What needs a person at a hypervisor, worst first. `registered` counts the registered addresses of each subnet: one
 * that was never given any is nobody's worry. `rivals` names for addresses of its VMs another hypervisor that reports
 * them too.
 */
export function hypervisorAlerts(
  row: Facts,
  registered: ReadonlyMap<string, number>,
  rivals: ReadonlyMap<string, string>,
): readonly Alert[] {
  const alerts: Alert[] = [];
  if (row.Freshness === "unreachable" || row.Freshness === "stale") {
    const Severity = row.Freshness === "unreachable" ? "bad" : "warn";
    alerts.push({
      Kind: row.Freshness,
      Severity,
      Subject: "",
      Text: awayWords(row),
    });
  }
  const health = judgeHealth(row.HealthStatus);
  if (health !== "well")
    alerts.push({
      Kind: "unhealthy",
      Severity: health === "ill" ? "bad" : "warn",
      Subject: "",
      Text:
        health === "ill"
          ? `Its health is “${row.HealthStatus}”`
          : `Its health is not known: ${row.HealthStatus}`,
    });
  if (row.Disabled)
    alerts.push({
      Kind: "disabled",
      Severity: "warn",
      Subject: "",
      Text: "It is disabled: no VM can be created or started",
    });
  const all = [...alerts, ...rivalAlerts(rivals), ...addressAlerts(row, registered)];
  return [...all.filter(isBad), ...all.filter((alert) => !isBad(alert))];
}

const isBad = ({ Severity }: Alert) => Severity === "bad";

/** One VM runs twice after a migration that went wrong, or one of the two hypervisors does not tell the truth. */
function rivalAlerts(rivals: ReadonlyMap<string, string>): readonly Alert[] {
  if (rivals.size === 0) return [];
  const named = [...rivals].slice(0, 3).map(([ip, name]) => `${ip} (${name})`);
  const more = rivals.size > named.length ? ` and ${rivals.size - named.length} more` : "";
  const what = rivals.size === 1 ? "A VM of it is" : "VMs of it are";
  return [
    {
      Kind: "claimed-twice",
      Severity: "bad",
      Subject: "",
      Text: `${what} reported by another hypervisor too: ${named.join(", ")}${more}`,
    },
  ];
}

function addressAlerts(row: Facts, registered: ReadonlyMap<string, number>): readonly Alert[] {
  const scarce = [...registered].filter(([id]) => (row.NumFreeAddresses[id] ?? 0) < fewAddresses);
  return scarce.map(([id]) => {
    const free = row.NumFreeAddresses[id] ?? 0;
    const words = free === 0 ? "No address is" : free === 1 ? "One address is" : `${free} addresses are`;
    return {
      Kind: "addresses",
      Severity: free === 0 ? "bad" : "warn",
      Subject: id,
      Text: `${words} free in ${id}`,
    };
  });
}

/** The alert for a client certificate that ends: a day and an hour before, and when it has. Times are Unix ms. */
export function certificateAlert(expires: number, now: number): Alert | undefined {
  const left = expires - now;
  if (Number.isNaN(left) || left > 24 * hourMs) return undefined;
  const isClose = left <= hourMs;
  const when = left <= 0 ? "has ended" : isClose ? "ends within the hour" : "ends within a day";
  return {
    Kind: "certificate",
    Severity: isClose ? "bad" : "warn",
    Subject: "",
    Text: `The client certificate ${when}: put a new one into the certificate directory`,
  };
}
