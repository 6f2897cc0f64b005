import type { HypervisorRow } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import { ChangedCell } from "../../ui/changed-cell.tsx";
import { Meter } from "../../ui/meter.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { freeAddresses, gaugesOf } from "./capacity.ts";
import { isUnheard } from "./unheard.ts";

export const nameOfHypervisor = (row: HypervisorRow) => row.Hostname || row.Id;

const notKnown = <span className="muted">not known</span>;
const noNumber = (
  <span className="muted" title="Not known">
    —
  </span>
);

function gaugeColumn(index: 0 | 1 | 2, sort: string): Column<HypervisorRow> {
  const labels = ["CPU", "Memory", "Storage"] as const;
  return {
    id: labels[index].toLowerCase(),
    label: labels[index],
    width: "minmax(120px, 1fr)",
    sort,
    render: (row) => {
      if (isUnheard(row)) return notKnown;
      const gauge = gaugesOf(row)[index];
      return (
        <Meter
          thin
          inline
          value={gauge.share}
          label={`${gauge.label} of ${nameOfHypervisor(row)}`}
          text={`${Math.round(gauge.share * 100)} %`}
        />
      );
    },
    text: (row) => (isUnheard(row) ? "" : gaugesOf(row)[index].text),
  };
}

/** All columns of the list of hypervisors. */
export const hypervisorColumns: readonly Column<HypervisorRow>[] = [
  {
    id: "name",
    label: "Name",
    width: "minmax(160px, 2fr)",
    sort: "Hostname",
    narrow: true,
    render: (row) => (
      <Link to="/hypervisors/$id" params={{ id: row.Id }} tabIndex={-1}>
        {nameOfHypervisor(row)}
      </Link>
    ),
    text: nameOfHypervisor,
  },
  {
    id: "connection",
    label: "Connection",
    width: "minmax(112px, 1fr)",
    sort: "Freshness",
    narrow: true,
    render: (row) => (
      <ChangedCell of={row.Id} value={row.Freshness}>
        <StateBadge state={row.Freshness} />
      </ChangedCell>
    ),
    text: (row) => row.Freshness,
  },
  {
    id: "health",
    label: "Health",
    width: "minmax(112px, 1fr)",
    sort: "HealthStatus",
    render: (row) =>
      row.Disabled ? (
        <StateBadge state="disabled" faded={row.Freshness !== "live"} />
      ) : row.HealthStatus === "" ? (
        notKnown
      ) : (
        <StateBadge
          state={row.HealthStatus}
          faded={row.Freshness !== "live"}
          {...(row.HealthStatus === "healthy" ? {} : { tone: "warn" as const })}
        />
      ),
    text: (row) => (row.Disabled ? "disabled" : row.HealthStatus),
  },
  gaugeColumn(0, "AllocatedMilliCPUs"),
  gaugeColumn(1, "AllocatedMemoryInMiB"),
  gaugeColumn(2, "AllocatedVolumeBytes"),
  {
    id: "vms",
    label: "VMs",
    width: "72px",
    sort: "NumVMs",
    align: "end",
    render: (row) => (isUnheard(row) ? noNumber : <span className="num">{row.NumVMs}</span>),
    text: (row) => (isUnheard(row) ? "" : String(row.NumVMs)),
  },
  {
    id: "addresses",
    label: "Free addresses",
    width: "116px",
    align: "end",
    render: (row) => (isUnheard(row) ? noNumber : <span className="num">{freeAddresses(row)}</span>),
    text: (row) => (isUnheard(row) ? "" : String(freeAddresses(row))),
  },
];
