import type { MethodName } from "@stackdeck/api-types";
import { useState } from "react";
import { callerReason } from "../../../actions/may-run.ts";
import { urlOf } from "../../../api/call.ts";
import { useSession } from "../../../api/use-session.ts";
import { Button } from "../../../ui/button.tsx";
import { downloadFile } from "../../../ui/download-text.ts";
import { Field } from "../../../ui/form/field.tsx";
import { TextInput } from "../../../ui/form/inputs.tsx";
import { EmptyState, Notice } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { type SimpleColumn, SimpleTable } from "../../../ui/simple-table.tsx";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { Moment } from "../../../ui/time.tsx";
import { type DhcpRow, dhcpMatches, pcapOf } from "../dhcp-rows.ts";
import type { HypervisorTabProps } from "../hypervisor-page.tsx";
import { useEventSource } from "../use-event-source.ts";

const method: MethodName = "WatchDhcp";

const columns: readonly SimpleColumn<DhcpRow & { readonly key: string }>[] = [
  { title: "When", cell: (row) => <Moment time={row.On} /> },
  { title: "Type", cell: (row) => row.Decoded?.MessageType ?? "not DHCP" },
  { title: "From", cell: (row) => <span className="mono">{row.Decoded?.ClientMac}</span> },
  {
    title: "Asks for",
    cell: (row) => <span className="mono">{row.Decoded?.RequestedIp || row.Decoded?.ClientIp}</span>,
  },
  { title: "Host name", cell: (row) => row.Decoded?.Hostname },
  { title: "Class", cell: (row) => row.Decoded?.VendorClass },
  { title: "Interface", cell: (row) => row.Interface },
];

/** DHCP packets that the hypervisor receives, live and decoded. */
export function DhcpTab({ hypervisor }: HypervisorTabProps) {
  const [active, setActive] = useState(false);
  const [filter, setFilter] = useState("");
  const reason = callerReason(method, useSession());
  const log = useEventSource<DhcpRow>(urlOf(method, {}, hypervisor.Id).url, "packet", active);
  const rows = log.events
    .map((row, index) => ({ ...row, key: String(index) }))
    .filter((row) => dhcpMatches(row, filter))
    .reverse();
  return (
    <Panel
      title="DHCP packets"
      hint="What the hypervisor receives, not what it sends."
      actions={
        <>
          <StateBadge state={log.state} />
          <Button
            icon="download"
            disabled={rows.length === 0}
            onClick={() =>
              downloadFile("dhcp.pcap", pcapOf([...rows].reverse()), "application/vnd.tcpdump.pcap")
            }
          >
            Save as pcap
          </Button>
          <Button icon={active ? "stop" : "play"} reason={reason} onClick={() => setActive(!active)}>
            {active ? "Stop" : "Watch"}
          </Button>
        </>
      }
    >
      {log.state === "failed" && <Notice tone="bad">{log.problem}</Notice>}
      <Field label="Show only" hint="A part of an address, a name, or a type such as discover">
        {(wiring) => (
          <TextInput {...wiring} value={filter} onChange={(event) => setFilter(event.target.value)} />
        )}
      </Field>
      {rows.length === 0 ? (
        <EmptyState icon="networks" title={active ? "No packet yet" : "Not watched"} />
      ) : (
        <SimpleTable label="DHCP packets" columns={columns} rows={rows} keyOf={(row) => row.key} />
      )}
    </Panel>
  );
}
