import type { VmRow } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { nameOf } from "../../actions/vm-subject.ts";
import { useLive } from "../../api/use-live.ts";
import { formatBytes, formatMiB } from "../../ui/format.ts";
import { Skeleton } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { SimpleTable } from "../../ui/simple-table.tsx";
import { Age } from "../../ui/time.tsx";

const shown = 5;

const nameCell = (row: VmRow) => (
  <Link to="/vms/$ip" params={{ ip: row.IpAddress }}>
    {nameOf(row.Hostname, row.Tags, row.IpAddress)}
  </Link>
);

function useExtremes(filter: string, sort: readonly string[]) {
  const { window } = useLive("vms", { filter, sort, offset: 0, limit: shown });
  return window?.keys.flatMap((key) => window.rows.get(key) ?? []);
}

/** A part of the search language and another, both holding. */
const both = (a: string, b: string) => (a === "" ? b : `${a} ${b}`);

/** The VMs that hold the most memory, in the whole fleet or under a filter. */
export function LargestVms({ filter = "" }: { readonly filter?: string }) {
  const rows = useExtremes(filter, ["-MemoryInMiB", "-VolumeBytes"]);
  return (
    <Panel
      title="Largest VMs"
      hint="By the memory they hold, running or not."
      actions={<AllLink q={filter} sort="-MemoryInMiB" />}
      flush
    >
      <Rows rows={rows} empty="There are no VMs.">
        {(found) => (
          <SimpleTable
            label="VMs with the most memory"
            rows={found}
            keyOf={(row) => row.IpAddress}
            columns={[
              { title: "Name", cell: nameCell },
              { title: "Memory", number: true, cell: (row) => formatMiB(row.MemoryInMiB) },
              { title: "Disk", number: true, cell: (row) => formatBytes(row.VolumeBytes) },
            ]}
          />
        )}
      </Rows>
    </Panel>
  );
}

/** The VMs that have been stopped for longest and still hold memory, disk and an address. */
export function IdleVms({ filter = "" }: { readonly filter?: string }) {
  // One made today is not idle: somebody is about to use it.
  const idle = both(filter, "state:stopped created>1d");
  const rows = useExtremes(idle, ["ChangedStateOn"]);
  return (
    <Panel
      title="Idle longest"
      hint="Stopped, yet holding memory and disk."
      actions={<AllLink q={idle} sort="ChangedStateOn" />}
      flush
    >
      <Rows rows={rows} empty="No VM is stopped.">
        {(found) => (
          <SimpleTable
            label="VMs stopped for longest"
            rows={found}
            keyOf={(row) => row.IpAddress}
            columns={[
              { title: "Name", cell: nameCell },
              { title: "Stopped", number: true, cell: (row) => <Since row={row} /> },
              {
                title: "Holds",
                number: true,
                cell: (row) => `${formatMiB(row.MemoryInMiB)}, ${formatBytes(row.VolumeBytes)}`,
              },
            ]}
          />
        )}
      </Rows>
    </Panel>
  );
}

/** One that never ran has been idle since it was made. */
function Since({ row }: { readonly row: VmRow }) {
  return <Age time={row.ChangedStateOn || row.CreatedOn} suffix=" ago" />;
}

function AllLink({ q, sort }: { readonly q: string; readonly sort: string }) {
  return (
    <Link to="/vms" search={q === "" ? { sort } : { q, sort }}>
      All
    </Link>
  );
}

function Rows(props: {
  readonly rows: readonly VmRow[] | undefined;
  readonly empty: string;
  readonly children: (rows: readonly VmRow[]) => ReactNode;
}) {
  if (props.rows === undefined) return <Skeleton rows={shown} />;
  if (props.rows.length === 0) return <p className="muted padded">{props.empty}</p>;
  return props.children(props.rows);
}
