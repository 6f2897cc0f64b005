import { Link } from "@tanstack/react-router";
import { nameOf } from "../../../actions/vm-subject.ts";
import { useLive } from "../../../api/use-live.ts";
import { useMethod } from "../../../api/use-method.ts";
import { Button } from "../../../ui/button.tsx";
import { formatMiB, formatMilliCpus } from "../../../ui/format.ts";
import { EmptyState, Skeleton } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { SimpleTable } from "../../../ui/simple-table.tsx";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { announce } from "../../../ui/toasts.ts";
import type { HypervisorTabProps } from "../hypervisor-page.tsx";

const shown = 200;

/** The VMs that live here; the list of all VMs has every tool for them. */
export function VmsTab({ hypervisor }: HypervisorTabProps) {
  const filter = `host:"${hypervisor.Id}"`;
  const { window } = useLive("vms", { filter, sort: ["Hostname"], offset: 0, limit: shown });
  const rows = window?.keys.flatMap((key) => window.rows.get(key) ?? []) ?? [];
  return (
    <Panel
      title={`${hypervisor.NumVMs} VMs`}
      actions={
        <>
          <CompareButton
            id={hypervisor.Id}
            known={rows.map((row) => row.IpAddress)}
            complete={rows.length < shown}
          />
          <Link to="/vms" search={{ q: filter }}>
            Open in the list of VMs
          </Link>
        </>
      }
      flush
    >
      {window === undefined ? (
        <Skeleton rows={6} />
      ) : rows.length === 0 ? (
        <EmptyState icon="vms" title="No VMs here" />
      ) : (
        <SimpleTable
          label="VMs of this hypervisor"
          rows={rows}
          keyOf={(row) => row.IpAddress}
          columns={[
            {
              title: "Name",
              cell: (row) => (
                <Link to="/vms/$ip" params={{ ip: row.IpAddress }}>
                  {nameOf(row.Hostname, row.Tags, row.IpAddress)}
                </Link>
              ),
            },
            { title: "State", cell: (row) => <StateBadge state={row.State} faded={row.Stale} /> },
            { title: "Address", cell: (row) => <span className="mono">{row.IpAddress}</span> },
            { title: "Owner", cell: (row) => row.OwnerUsers[0] ?? "" },
            { title: "Memory", number: true, cell: (row) => formatMiB(row.MemoryInMiB) },
            { title: "CPU", number: true, cell: (row) => formatMilliCpus(row.MilliCPUs) },
          ]}
        />
      )}
    </Panel>
  );
}

/** Asks the hypervisor itself which VMs it has, and says where that differs from what was streamed. */
function CompareButton(props: {
  readonly id: string;
  readonly known: readonly string[];
  readonly complete: boolean;
}) {
  const list = useMethod("ListVMs");
  const compare = async () => {
    const answer = await list.run({ Sort: true }, { id: props.id });
    if (!answer) return;
    const there = new Set(answer.IpAddresses);
    const missing = [...there].filter((ip) => !props.known.includes(ip));
    const gone = props.known.filter((ip) => !there.has(ip));
    const same = !props.complete || (missing.length === 0 && gone.length === 0);
    announce({
      tone: same ? "good" : "info",
      title: same ? `The hypervisor names ${there.size} VMs` : "The hypervisor names other VMs",
      detail: same
        ? "As shown here."
        : `Not shown here: ${missing.join(", ") || "none"}. Gone: ${gone.join(", ") || "none"}.`,
    });
  };
  return (
    <>
      {list.problem && <span role="alert">{list.problem.detail || list.problem.title}</span>}
      <Button small busy={list.busy} onClick={() => void compare()}>
        Compare with the hypervisor
      </Button>
    </>
  );
}
