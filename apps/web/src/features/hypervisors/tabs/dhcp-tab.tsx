import type { MethodName } from "@stackdeck/api-types";
import { useState } from "react";
import { urlOf } from "../../../api/call.ts";
import { useSession } from "../../../api/use-session.ts";
import { Button } from "../../../ui/button.tsx";
import { TextInput } from "../../../ui/form/inputs.tsx";
import { plural } from "../../../ui/format.ts";
import { EmptyState, Notice } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { fileStamp, saveFile } from "../../../ui/save-file.ts";
import { type SimpleColumn, SimpleTable } from "../../../ui/simple-table.tsx";
import { Moment } from "../../../ui/time.tsx";
import { type DhcpRow, dhcpMatches, pcapOf } from "../dhcp-rows.ts";
import type { HypervisorTabProps } from "../hypervisor-page.tsx";
import { hypervisorReason } from "../hypervisor-reason.ts";
import styles from "../hypervisors.module.css";
import { keptEvents, type StreamEvent, useEventSource } from "../use-event-source.ts";
import { WatchControls } from "../watch-controls.tsx";

const method: MethodName = "WatchDhcp";

const columns: readonly SimpleColumn<StreamEvent<DhcpRow>>[] = [
  { title: "When", cell: ({ data }) => <Moment time={data.On} /> },
  { title: "Type", cell: ({ data }) => data.Decoded?.MessageType ?? "not DHCP" },
  { title: "From", cell: ({ data }) => <span className="mono">{data.Decoded?.ClientMac}</span> },
  {
    title: "Asks for",
    cell: ({ data }) => (
      <span className="mono">{data.Decoded?.RequestedIp || data.Decoded?.ClientIp || "any address"}</span>
    ),
  },
  { title: "Host name", cell: ({ data }) => data.Decoded?.Hostname || <span className="muted">—</span> },
  { title: "Class", cell: ({ data }) => data.Decoded?.VendorClass || <span className="muted">—</span> },
  { title: "Interface", cell: ({ data }) => <span className="mono">{data.Interface}</span> },
];

/** `dhcp-hyper-01-2026-08-14T093107.pcap`. */
function captureName(host: string): string {
  const time = fileStamp();
  return `dhcp-${host.replace(/[^\w.-]+/g, "_")}-${time}.pcap`;
}

/** DHCP packets that the hypervisor receives, live and decoded. */
export function DhcpTab({ hypervisor }: HypervisorTabProps) {
  const [active, setActive] = useState(false);
  const [filter, setFilter] = useState("");
  const reason = hypervisorReason(method, useSession(), hypervisor);
  const log = useEventSource<DhcpRow>(urlOf(method, {}, hypervisor.Id).url, "packet", active);
  const rows = log.events.filter(({ data }) => dhcpMatches(data, filter));
  const save = () => {
    const capture = pcapOf(rows.map(({ data }) => data));
    saveFile(captureName(hypervisor.Hostname || hypervisor.Id), capture, "application/vnd.tcpdump.pcap");
  };
  return (
    <Panel
      title="DHCP packets"
      hint={`What the hypervisor receives, not what it sends. The last ${keptEvents} are kept while this page is open.`}
      actions={
        <WatchControls log={log} active={active} verb="Watch" reason={reason} onActive={setActive}>
          <Button icon="download" disabled={rows.length === 0} onClick={save}>
            Save as pcap
          </Button>
        </WatchControls>
      }
      flush
    >
      {log.state === "failed" && <Notice tone="bad">{log.problem}</Notice>}
      {log.events.length === 0 ? (
        <EmptyState icon="networks" title={active ? "No packet yet" : "Nobody is watching"}>
          {reason ??
            (active
              ? "A machine shows here as soon as it asks for an address: start one, or renew its lease."
              : "Watching changes nothing: it shows which machines ask this hypervisor for an address.")}
        </EmptyState>
      ) : (
        <>
          <div className={styles["filterBar"]}>
            <TextInput
              type="search"
              aria-label="Show only"
              placeholder="Part of an address, a name, or a type such as discover"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
            <span className="muted num" aria-live="polite">
              {filter === ""
                ? plural(log.events.length, "packet")
                : `${rows.length} of ${plural(log.events.length, "packet")}`}
            </span>
          </div>
          <SimpleTable
            label="DHCP packets, latest first"
            columns={columns}
            rows={rows.toReversed()}
            keyOf={({ id }) => String(id)}
          />
        </>
      )}
    </Panel>
  );
}
