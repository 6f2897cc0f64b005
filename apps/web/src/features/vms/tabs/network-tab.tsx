import { useState } from "react";
import { whyNot } from "../../../actions/may-run.ts";
import { ProblemNotice } from "../../../actions/problem-notice.tsx";
import { infoOf } from "../../../actions/vm-subject.ts";
import { urlOf } from "../../../api/call.ts";
import { useMethod } from "../../../api/use-method.ts";
import { useSession } from "../../../api/use-session.ts";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/form/field.tsx";
import { TextInput } from "../../../ui/form/inputs.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Facts, Panel } from "../../../ui/panel.tsx";
import { StreamPanel } from "../../streams/stream-panel.tsx";
import type { VmTabProps } from "../vm-page.tsx";
import { ActionButton } from "./action-button.tsx";
import styles from "./tabs.module.css";

/** Addresses, and two ways to look at the network from the hypervisor's side. */
export function NetworkTab({ vm, detail }: VmTabProps) {
  const info = infoOf(detail);
  const caller = useSession();
  const secondary = info.SecondaryAddresses ?? [];
  return (
    <>
      <Panel
        title="Interfaces"
        actions={
          <>
            <ActionButton method="ChangeVmSubnet" vm={vm} />
            <ActionButton method="ChangeVmNumNetworkQueues" vm={vm} />
          </>
        }
      >
        <Facts
          items={[
            [
              "Address",
              <span key="a" className="mono">
                {vm.ip}
              </span>,
            ],
            [
              "MAC address",
              <span key="m" className="mono">
                {info.Address?.MacAddress}
              </span>,
            ],
            ["Subnet", info.SubnetId],
            ["Queues", (info.NetworkEntries ?? []).map((entry) => entry.NumQueues ?? 1).join(", ") || "1"],
            ...secondary.map(
              (address, index) =>
                [
                  `Secondary ${index + 1} (${info.SecondarySubnetIDs?.[index] ?? "?"})`,
                  <span key={address.MacAddress} className="mono">
                    {address.IpAddress} {address.MacAddress}
                  </span>,
                ] as const,
            ),
          ]}
        />
      </Panel>
      <ProbePanel ip={vm.ip} reason={whyNot("ProbeVmPort", vm, caller)} />
      <StreamPanel
        title="Metadata requests"
        hint="Each path the guest asks its metadata service for, as it happens."
        reason={whyNot("TraceVmMetadata", vm, caller)}
        url={urlOf("TraceVmMetadata", { IpAddress: vm.ip }).url}
        event="metadata"
        lineOf={(data) => {
          const { On, Path } = data as { On: string; Path: string };
          return `${On.slice(11, 19)}  ${Path}`;
        }}
      />
    </>
  );
}

function ProbePanel({ ip, reason }: { readonly ip: string; readonly reason: string | undefined }) {
  const probe = useMethod("ProbeVmPort");
  const [port, setPort] = useState("22");
  const wrong = !/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_535;
  return (
    <Panel title="Probe a port" hint="The hypervisor tries to connect to the VM for up to ten seconds.">
      <div className={styles["stack"]}>
        <form
          className={styles["row"]}
          onSubmit={(event) => {
            event.preventDefault();
            if (!wrong && reason === undefined)
              void probe.run({ IpAddress: ip, PortNumber: Number(port), Timeout: 10_000_000_000 });
          }}
        >
          <Field label="Port" error={wrong ? "1 to 65535" : undefined}>
            {(wiring) => (
              <TextInput
                {...wiring}
                inputMode="numeric"
                value={port}
                onChange={(event) => setPort(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" busy={probe.busy} disabled={wrong} reason={reason}>
            {probe.busy ? "Trying…" : "Probe"}
          </Button>
        </form>
        {probe.answer && (
          <Notice tone={probe.answer.PortIsOpen ? "good" : "warn"}>
            {probe.answer.PortIsOpen ? "The port is open." : "Nothing answered within ten seconds."}
          </Notice>
        )}
        {probe.problem && <ProblemNotice problem={probe.problem} />}
      </div>
    </Panel>
  );
}
