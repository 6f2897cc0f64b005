import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useLive } from "../../api/use-live.ts";
import { useSession } from "../../api/use-session.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { TextInput } from "../../ui/form/inputs.tsx";
import { plural } from "../../ui/format.ts";
import { EmptyState } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { plainName } from "../../ui/plain-name.ts";
import { type SimpleColumn, SimpleTable } from "../../ui/simple-table.tsx";
import { type PoolRow, poolRowMatches, poolRows } from "./address-pool.ts";
import type { HypervisorTabProps } from "./hypervisor-page.tsx";
import { hypervisorReason, isRefused } from "./hypervisor-reason.ts";
import styles from "./hypervisors.module.css";

/** Addresses drawn at first; pools have thousands. */
const shownFirst = 100;

/** Every address that the hypervisor may use, and what for. */
export function AddressPoolPanel({ hypervisor, ask }: HypervisorTabProps) {
  const caller = useSession();
  const reason = hypervisorReason("ChangeAddressPool", caller, hypervisor);
  const mayNever = isRefused("ChangeAddressPool", caller, hypervisor);
  const [filter, setFilter] = useState("");
  const [most, setMost] = useState(shownFirst);
  const { window } = useLive("vms", {
    filter: `host:"${hypervisor.Id}"`,
    sort: ["IpAddress"],
    offset: 0,
    limit: 500,
  });
  const all = poolRows(hypervisor, window?.rows.values() ?? []);
  const rows = all.filter((row) => poolRowMatches(row, filter));
  const button = (part: string, label: string, icon: "plus" | "trash" | "filter") => (
    <Button icon={icon} reason={reason} onClick={() => ask("ChangeAddressPool", { part })}>
      {label}
    </Button>
  );
  return (
    <Panel
      title={`Address pool: ${hypervisor.NumRegisteredAddresses} registered`}
      actions={
        <>
          {button("limit", "Limit free addresses", "filter")}
          {button("remove", "Remove addresses", "trash")}
          {button("add", "Add addresses", "plus")}
        </>
      }
      flush
    >
      {all.length === 0 ? (
        <EmptyState icon="networks" title="The pool is empty">
          No VM can be created here until it has addresses.
        </EmptyState>
      ) : (
        <>
          <div className={styles["filterBar"]}>
            <TextInput
              type="search"
              aria-label="Search addresses"
              placeholder="Address, MAC, subnet, VM or “free”"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
            <span className="muted num" aria-live="polite">
              {plural(rows.length, "address", "addresses")}
            </span>
          </div>
          <SimpleTable
            label="Registered addresses"
            rows={rows.slice(0, most)}
            keyOf={(row) => `${row.IpAddress} ${row.MacAddress}`}
            columns={
              mayNever
                ? addressColumns
                : columns((address) => ask("ChangeAddressPool", { part: "remove", address }), reason)
            }
          />
          {rows.length > most && (
            <div className={styles["more"]}>
              <Button onClick={() => setMost(most + 400)}>
                Show {Math.min(400, rows.length - most)} more of {rows.length}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

const addressColumns: readonly SimpleColumn<PoolRow>[] = [
  { title: "Address", cell: (row) => <span className="mono">{row.IpAddress || "by DHCP"}</span> },
  { title: "MAC", cell: (row) => <span className="mono">{row.MacAddress}</span> },
  { title: "Subnet", cell: (row) => <span className="mono">{row.Subnet || "none"}</span> },
  {
    title: "Used by",
    cell: (row) =>
      row.Vm ? (
        <Link to="/vms/$ip" params={{ ip: row.Vm.IpAddress }}>
          {plainName(row.Vm.Hostname || row.Vm.IpAddress)}
        </Link>
      ) : (
        <span className="muted">{row.IsSurelyFree ? "free" : "free, or a VM's second address"}</span>
      ),
  },
];

function columns(
  remove: (address: string) => void,
  reason: string | undefined,
): readonly SimpleColumn<PoolRow>[] {
  return [
    ...addressColumns,
    {
      title: "",
      cell: (row) => (
        <div className={styles["rowButtons"]}>
          <IconButton
            small
            icon="trash"
            label={`Remove ${row.IpAddress || row.MacAddress}`}
            reason={row.Vm ? "A VM has this address" : reason}
            onClick={() => remove(row.IpAddress)}
          />
        </div>
      ),
    },
  ];
}
