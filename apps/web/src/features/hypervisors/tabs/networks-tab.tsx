import { callerReason } from "../../../actions/may-run.ts";
import { useMethodQuery } from "../../../api/use-method.ts";
import { useSession } from "../../../api/use-session.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { SimpleTable } from "../../../ui/simple-table.tsx";
import type { HypervisorTabProps } from "../hypervisor-page.tsx";
import styles from "../hypervisors.module.css";

/** Subnets, the address pool, leases and network boot. */
export function NetworksTab({ hypervisor, ask }: HypervisorTabProps) {
  const reason = callerReason("UpdateSubnets", useSession());
  // The stream leaves the hypervisor's own network out; the call tells all.
  const listed = useMethodQuery("ListSubnets", { Sort: true }, { id: hypervisor.Id });
  const subnets = listed.data?.Subnets ?? [];
  return (
    <>
      <Panel
        title="Subnets"
        actions={
          <Button icon="plus" reason={reason} onClick={() => ask("UpdateSubnets")}>
            Add subnet
          </Button>
        }
        flush
      >
        {subnets.length === 0 ? (
          <EmptyState title={listed.isPending ? "Reading…" : "No subnets"} />
        ) : (
          <SimpleTable
            label="Subnets"
            rows={subnets}
            keyOf={(subnet) => subnet.Id}
            columns={[
              { title: "Name", cell: (subnet) => <span className="mono">{subnet.Id}</span> },
              { title: "Gateway", cell: (subnet) => <span className="mono">{subnet.IpGateway}</span> },
              { title: "Mask", cell: (subnet) => <span className="mono">{subnet.IpMask}</span> },
              { title: "VLAN", number: true, cell: (subnet) => subnet.VlanId ?? "" },
              { title: "Free", number: true, cell: (subnet) => hypervisor.NumFreeAddresses[subnet.Id] ?? "" },
              {
                title: "For",
                cell: (subnet) =>
                  [...(subnet.AllowedUsers ?? []), ...(subnet.AllowedGroups ?? [])].join(", ") || "everybody",
              },
              {
                title: "",
                cell: (subnet) => (
                  <div className={styles["buttons"]}>
                    <Button
                      small
                      kind="quiet"
                      reason={reason}
                      aria-label={`Change ${subnet.Id}`}
                      onClick={() => ask("UpdateSubnets", { change: subnet.Id })}
                    >
                      Change
                    </Button>
                    <Button
                      small
                      kind="quiet"
                      reason={reason}
                      aria-label={`Delete ${subnet.Id}`}
                      onClick={() => ask("UpdateSubnets", { delete: subnet.Id })}
                    >
                      Delete
                    </Button>
                  </div>
                ),
              },
            ]}
          />
        )}
      </Panel>
      <AddressPool hypervisor={hypervisor} ask={ask} />
      <Panel title="Other machines" hint="Machines that are not VMs.">
        <div className={styles["buttons"]}>
          <Button icon="link" reason={reason} onClick={() => ask("RegisterExternalLeases")}>
            Set external leases
          </Button>
          <Button icon="play" reason={reason} onClick={() => ask("NetbootMachine")}>
            Boot a machine from the network
          </Button>
        </div>
      </Panel>
    </>
  );
}

function AddressPool({ hypervisor, ask }: HypervisorTabProps) {
  const reason = callerReason("ChangeAddressPool", useSession());
  return (
    <Panel
      title={`Address pool: ${hypervisor.NumRegisteredAddresses} registered`}
      actions={
        <Button icon="edit" reason={reason} onClick={() => ask("ChangeAddressPool")}>
          Change address pool
        </Button>
      }
      flush
    >
      {hypervisor.AddressPool.length === 0 ? (
        <EmptyState title="The pool is empty">No VM can be created here until it has addresses.</EmptyState>
      ) : (
        <SimpleTable
          label="Registered addresses"
          rows={hypervisor.AddressPool}
          keyOf={(address) => `${address.IpAddress} ${address.MacAddress}`}
          columns={[
            {
              title: "Address",
              cell: (address) => <span className="mono">{address.IpAddress || "by DHCP"}</span>,
            },
            { title: "MAC", cell: (address) => <span className="mono">{address.MacAddress}</span> },
          ]}
        />
      )}
    </Panel>
  );
}
