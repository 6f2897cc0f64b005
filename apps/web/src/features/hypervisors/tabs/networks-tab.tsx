import { problemOf } from "../../../api/http.ts";
import { useMethodQuery } from "../../../api/use-method.ts";
import { useSession } from "../../../api/use-session.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { byName } from "../../../ui/by-name.ts";
import { Meter } from "../../../ui/meter.tsx";
import { EmptyState, Notice, RetryButton, Skeleton } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { type SimpleColumn, SimpleTable } from "../../../ui/simple-table.tsx";
import { AddressPoolPanel } from "../address-pool-panel.tsx";
import { subnetOfAddress } from "../addresses.ts";
import type { HypervisorTabProps } from "../hypervisor-page.tsx";
import { hypervisorReason, isRefused } from "../hypervisor-reason.ts";
import styles from "../hypervisors.module.css";

/** Subnets, the address pool, leases and network boot. */
export function NetworksTab(props: HypervisorTabProps) {
  return (
    <>
      <SubnetsPanel {...props} />
      <AddressPoolPanel {...props} />
      <OtherMachines {...props} />
    </>
  );
}

interface Subnet {
  readonly Id: string;
  readonly IpGateway?: string | undefined;
  readonly IpMask?: string | undefined;
  readonly VlanId?: number | undefined;
  readonly AllowedUsers?: readonly string[] | undefined;
  readonly AllowedGroups?: readonly string[] | undefined;
}

function SubnetsPanel({ hypervisor, ask }: HypervisorTabProps) {
  const caller = useSession();
  const reason = hypervisorReason("UpdateSubnets", caller, hypervisor);
  // The stream leaves the hypervisor's own network out; the call tells all. A change there makes it worth asking again.
  const listed = useMethodQuery("ListSubnets", { Sort: true }, { id: hypervisor.Id });
  const subnets: readonly Subnet[] = merged(listed.data?.Subnets ?? [], hypervisor.SubnetDetails);
  return (
    <Panel
      title="Subnets"
      actions={
        <Button icon="plus" reason={reason} onClick={() => ask("UpdateSubnets")}>
          Add subnet
        </Button>
      }
      flush
    >
      {listed.isError && (
        <Notice
          tone="bad"
          title="The subnets cannot be read"
          actions={<RetryButton onRetry={() => void listed.refetch()} />}
        >
          {problemOf(listed.error).detail}
        </Notice>
      )}
      {subnets.length > 0 ? (
        <SimpleTable
          label="Subnets"
          rows={subnets}
          keyOf={(subnet) => subnet.Id}
          columns={[
            ...subnetColumns(hypervisor),
            ...(isRefused("UpdateSubnets", caller, hypervisor) ? [] : [subnetButtons(ask, reason)]),
          ]}
        />
      ) : listed.isPending ? (
        <Skeleton rows={4} />
      ) : (
        <EmptyState icon="networks" title="No subnets">
          VMs need one to get an address from.
        </EmptyState>
      )}
    </Panel>
  );
}

/** The host's own network out of the answer, all others as the stream tells them at this moment. */
function merged(
  listed: readonly Subnet[],
  streamed: HypervisorTabProps["hypervisor"]["SubnetDetails"],
): readonly Subnet[] {
  const own = listed.filter(({ Id }) => Id === "hypervisor");
  const all = [...own, ...(streamed as unknown as readonly Subnet[])];
  return all.sort((a, b) => byName(a.Id, b.Id));
}

function subnetButtons(ask: HypervisorTabProps["ask"], reason: string | undefined): SimpleColumn<Subnet> {
  const button = (subnet: Subnet, verb: "change" | "delete") => (
    <IconButton
      small
      icon={verb === "change" ? "edit" : "trash"}
      label={`${verb === "change" ? "Change" : "Delete"} ${subnet.Id}`}
      reason={subnet.Id === "hypervisor" ? "The host's own network is fixed" : reason}
      onClick={() => ask("UpdateSubnets", { [verb]: subnet.Id })}
    />
  );
  return {
    title: "",
    cell: (subnet) => (
      <div className={styles["rowButtons"]}>
        {button(subnet, "change")}
        {button(subnet, "delete")}
      </div>
    ),
  };
}

function subnetColumns(hypervisor: HypervisorTabProps["hypervisor"]): readonly SimpleColumn<Subnet>[] {
  const registered = new Map<string, number>();
  for (const { IpAddress } of hypervisor.AddressPool) {
    const id = subnetOfAddress(IpAddress, hypervisor.SubnetDetails) ?? "";
    registered.set(id, (registered.get(id) ?? 0) + 1);
  }
  return [
    { title: "Name", cell: (subnet) => <span className="mono">{subnet.Id}</span> },
    { title: "Gateway", cell: (subnet) => <span className="mono">{subnet.IpGateway}</span> },
    { title: "Mask", cell: (subnet) => <span className="mono">{subnet.IpMask}</span> },
    { title: "VLAN", number: true, cell: (subnet) => subnet.VlanId ?? <span className="muted">—</span> },
    {
      title: "Addresses in use",
      cell: (subnet) => {
        const total = registered.get(subnet.Id) ?? 0;
        const used = Math.max(0, total - (hypervisor.NumFreeAddresses[subnet.Id] ?? 0));
        return (
          <Meter
            inline
            value={total === 0 ? 0 : used / total}
            label={`Addresses in use in ${subnet.Id}`}
            text={total === 0 ? "none registered" : `${used} of ${total}`}
          />
        );
      },
    },
    {
      title: "For",
      cell: (subnet) =>
        [...(subnet.AllowedUsers ?? []), ...(subnet.AllowedGroups ?? [])].join(", ") || "everybody",
    },
  ];
}

function OtherMachines({ hypervisor, ask }: HypervisorTabProps) {
  const caller = useSession();
  return (
    <Panel title="Other machines" flush>
      <ul className={styles["tools"]}>
        <li>
          <div>
            <h3>External leases</h3>
            <p className="muted">
              Fixed addresses for machines that are not VMs. The whole set is replaced; the hypervisor does
              not tell which it has.
            </p>
          </div>
          <Button
            icon="link"
            reason={hypervisorReason("RegisterExternalLeases", caller, hypervisor)}
            onClick={() => ask("RegisterExternalLeases")}
          >
            Set external leases
          </Button>
        </li>
        <li>
          <div>
            <h3>Network boot</h3>
            <p className="muted">A temporary lease with which a physical machine boots from the network.</p>
          </div>
          <Button
            icon="play"
            reason={hypervisorReason("NetbootMachine", caller, hypervisor)}
            onClick={() => ask("NetbootMachine")}
          >
            Boot a machine from the network
          </Button>
        </li>
      </ul>
    </Panel>
  );
}
