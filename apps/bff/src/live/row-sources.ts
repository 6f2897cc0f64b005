import type { HypervisorRow, VmRow } from "@stackdeck/api-types";
import type { Inventory } from "../fleet/inventory.ts";
import type { RowSource } from "./list-topic.ts";

/** All VMs of the fleet. */
export function vmSource(inventory: Inventory): RowSource<VmRow> {
  return {
    get revision() {
      return inventory.revision;
    },
    *rows() {
      for (const row of inventory.vms()) yield [row.IpAddress, row] as const;
    },
  };
}

/** All hypervisors of the fleet. */
export function hypervisorSource(inventory: Inventory): RowSource<HypervisorRow> {
  return {
    get revision() {
      return inventory.revision;
    },
    *rows() {
      for (const row of inventory.hypervisors()) yield [row.Id, row] as const;
    },
  };
}
