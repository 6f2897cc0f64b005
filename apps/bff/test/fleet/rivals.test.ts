import { describe, expect, it } from "vitest";
import { Inventory } from "../../src/fleet/inventory.ts";
import type { VmChange } from "../../src/fleet/visible-vms.ts";
import { goneVm, update, vmInfo } from "./vms.ts";

function inventoryWith(...ids: string[]) {
  const inventory = new Inventory();
  for (const id of ids) inventory.addHypervisor({ id, hostname: id, address: `${id}:6976`, location: "" });
  const changes: VmChange[] = [];
  inventory.onChange((change) => changes.push(...change.vms));
  return { inventory, changes };
}

describe("a VM that two hypervisors say they have", () => {
  it("stays with who had it first, and both are told", () => {
    const { inventory, changes } = inventoryWith("a", "b");
    const alerts = (id: string) => inventory.hypervisor(id)?.Alerts.map(({ Kind }) => Kind);
    const a = inventory.openLink("a");
    const b = inventory.openLink("b");
    const theirs = () => update({ "10.0.0.1": vmInfo("10.0.0.1", { OwnerUsers: ["mallory"] }) });
    a.apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 1);
    changes.length = 0;
    const told: string[] = [];
    inventory.onChange(({ hypervisors }) => told.push(...hypervisors));
    b.apply(theirs(), 2);
    expect(told.sort()).toEqual(["a", "b"]);
    b.apply(theirs(), 3);
    a.apply(update({ "10.0.0.1": vmInfo("10.0.0.1", { State: "stopped" }) }), 4);
    b.apply(theirs(), 5);
    expect(inventory.vm("10.0.0.1")).toMatchObject({ Hypervisor: "a", OwnerUsers: ["alice"] });
    // The one change that the VM's own hypervisor told of.
    expect(changes.map(({ after }) => after?.State)).toEqual(["stopped"]);
    expect([alerts("a"), alerts("b")]).toEqual([["claimed-twice"], ["claimed-twice"]]);
    b.apply(update({ "10.0.0.1": goneVm }), 6);
    expect([alerts("a"), alerts("b")]).toEqual([[], []]);
  });

  it("goes back to who had it first when that one is heard again", () => {
    const { inventory } = inventoryWith("a", "b");
    inventory.openLink("b").apply(update({}), 1);
    const a = inventory.openLink("a");
    a.apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 1);
    a.state({ freshness: "stale", problem: "cut" });
    inventory.openLink("b").apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 2);
    expect(inventory.vm("10.0.0.1")).toMatchObject({ Hypervisor: "b", Stale: false });
    expect(inventory.hypervisor("b")?.Alerts).toEqual([]);
    inventory.openLink("a").apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 3);
    expect(inventory.vm("10.0.0.1")).toMatchObject({ Hypervisor: "a" });
    expect(inventory.hypervisor("b")?.Alerts).toMatchObject([
      { Kind: "claimed-twice", Text: "A VM of it is reported by another hypervisor too: 10.0.0.1 (a)" },
    ]);
    inventory.removeHypervisor("a");
    expect(inventory.vm("10.0.0.1")).toMatchObject({ Hypervisor: "b" });
    expect(inventory.hypervisor("b")?.Alerts).toEqual([]);
  });
});
