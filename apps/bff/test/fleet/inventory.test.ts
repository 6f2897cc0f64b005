import { methodList } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { Inventory } from "../../src/fleet/inventory.ts";
import type { VmChange } from "../../src/fleet/visible-vms.ts";
import { goneVm, update, vmInfo } from "./vms.ts";

/** Monotonic milliseconds; the second argument of `apply` is the time of day, which may jump. */
let elapsed = 0;

function inventoryWith(...ids: string[]) {
  const inventory = new Inventory(() => elapsed);
  for (const id of ids) inventory.addHypervisor({ id, hostname: id, address: `${id}:6976`, location: "" });
  const changes: VmChange[] = [];
  inventory.onChange((change) => changes.push(...change.vms));
  return { inventory, changes };
}

describe("inventory", () => {
  it("takes the first message of a stream for the whole truth", () => {
    const { inventory } = inventoryWith("a");
    inventory
      .openLink("a")
      .apply(update({ "10.0.0.1": vmInfo("10.0.0.1"), "10.0.0.2": vmInfo("10.0.0.2") }), 1);
    expect(inventory.size).toBe(2);
    inventory.openLink("a").apply(update({ "10.0.0.2": vmInfo("10.0.0.2") }), 2);
    expect([...inventory.vms()].map((row) => row.IpAddress)).toEqual(["10.0.0.2"]);
  });

  it("takes a large message over in steps, and tells of a VM only what is new", () => {
    const { inventory, changes } = inventoryWith("a");
    const all = (state: "running" | "stopped") => {
      const ips = Array.from({ length: 1200 }, (_, n) => `10.0.${n >> 8}.${n & 255}`);
      return update(Object.fromEntries(ips.map((ip) => [ip, vmInfo(ip, { State: state })])));
    };
    const sizes: number[] = [];
    for (const _ of inventory.openLink("a").steps(all("running"), 1)) sizes.push(inventory.size);
    expect(sizes).toEqual([500, 1000]);
    expect(inventory.size).toBe(1200);
    expect(changes).toHaveLength(1200);
    expect(changes.every(({ before, after }) => before === undefined && !after?.Stale)).toBe(true);

    const again = inventory.openLink("a").steps(all("stopped"), 2);
    again.next();
    expect([...inventory.vms()].filter((row) => row.State === "stopped")).toHaveLength(500);
    expect(inventory.size).toBe(1200);
    inventory.openLink("a");
    expect(again.next().done).toBe(true);
    expect([...inventory.vms()].filter((row) => row.State === "stopped")).toHaveLength(500);
  });

  it("says of a VM what its server is too old for, once the methods are known", () => {
    const { inventory, changes } = inventoryWith("a");
    inventory.openLink("a").apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 1);
    expect(inventory.vm("10.0.0.1")?.MissingMethods).toEqual([]);
    const old = methodList.map((row) => `${row.service}.${row.name}`);
    inventory.setMethods("a", old);
    expect(inventory.vm("10.0.0.1")?.MissingMethods).toEqual([]);
    expect(changes).toHaveLength(1);
    inventory.setMethods(
      "a",
      old.filter((name) => name !== "Hypervisor.ChangeVmHostname"),
    );
    expect(inventory.vm("10.0.0.1")?.MissingMethods).toEqual(["ChangeVmHostname"]);
    expect(inventory.vmDetail("10.0.0.1")?.MissingMethods).toEqual(["ChangeVmHostname"]);
    expect(changes).toHaveLength(2);
  });

  it("takes later messages for changes, and an empty VM for a deletion", () => {
    const { inventory, changes } = inventoryWith("a");
    const link = inventory.openLink("a");
    link.apply(update({ "10.0.0.1": vmInfo("10.0.0.1"), "10.0.0.2": vmInfo("10.0.0.2") }), 1);
    link.apply(update({ "10.0.0.1": goneVm }), 2);
    expect(inventory.vm("10.0.0.1")).toBeUndefined();
    expect(inventory.vm("10.0.0.2")).toBeDefined();
    expect(changes.at(-1)).toMatchObject({ ip: "10.0.0.1", after: undefined });
  });

  it("counts hypervisors by how fresh they are, as its summary does", () => {
    const inventory = new Inventory();
    for (const id of ["a:1", "b:1", "c:1"])
      inventory.addHypervisor({ id, hostname: id, address: id, location: "" });
    inventory.openLink("a:1").apply(update({}), 1);
    inventory.openLink("b:1").state({ freshness: "stale", problem: "reset" });
    expect(inventory.freshness()).toEqual({ live: 1, stale: 1, connecting: 1 });
    expect(inventory.summary().NumHypervisorsByFreshness).toEqual(inventory.freshness());
  });

  it("drops what still arrives through an old stream", () => {
    const { inventory } = inventoryWith("a");
    const old = inventory.openLink("a");
    old.apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 1);
    inventory.openLink("a").apply(update({}), 2);
    old.apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 3);
    old.state({ freshness: "unreachable", problem: "late" });
    expect(inventory.size).toBe(0);
    expect(inventory.hypervisor("a")?.Freshness).toBe("live");
  });

  it("keeps and greys the rows of a hypervisor that is lost", () => {
    const { inventory } = inventoryWith("a");
    const link = inventory.openLink("a");
    link.apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 5);
    link.state({ freshness: "stale", problem: "cut" });
    expect(inventory.vm("10.0.0.1")?.Stale).toBe(true);
    expect(inventory.hypervisor("a")).toMatchObject({ Freshness: "stale", Problem: "cut", LastContact: 5 });
    inventory.openLink("a").apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 6);
    expect(inventory.vm("10.0.0.1")?.Stale).toBe(false);
  });

  it("shows one row while two hypervisors report a VM that migrates, without flicker", () => {
    const { inventory, changes } = inventoryWith("a", "b");
    const a = inventory.openLink("a");
    const b = inventory.openLink("b");
    a.apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 1);
    b.apply(update({}), 1);
    a.apply(update({ "10.0.0.1": vmInfo("10.0.0.1", { State: "migrating" }) }), 2);
    b.apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 3);
    expect(inventory.vm("10.0.0.1")).toMatchObject({ Hypervisor: "b", State: "running" });
    expect(inventory.size).toBe(1);
    a.apply(update({ "10.0.0.1": goneVm }), 4);
    expect(inventory.vm("10.0.0.1")).toMatchObject({ Hypervisor: "b" });
    expect(changes.some((change) => change.after === undefined)).toBe(false);
  });

  it("keeps a migrating VM for a moment when its source lets it go first", () => {
    const { inventory, changes } = inventoryWith("a", "b");
    const a = inventory.openLink("a");
    const b = inventory.openLink("b");
    b.apply(update({}), 0);
    a.apply(update({ "10.0.0.1": vmInfo("10.0.0.1", { State: "migrating" }) }), 0);
    a.apply(update({ "10.0.0.1": goneVm }), 1000);
    expect(inventory.vm("10.0.0.1")).toBeDefined();
    b.apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 1500);
    elapsed += 10_000;
    inventory.expire();
    expect(inventory.vm("10.0.0.1")).toMatchObject({ Hypervisor: "b" });
    expect(changes.some((change) => change.after === undefined)).toBe(false);
  });

  it("lets a migrating VM go that arrives nowhere", () => {
    const { inventory } = inventoryWith("a");
    const a = inventory.openLink("a");
    a.apply(update({ "10.0.0.1": vmInfo("10.0.0.1", { State: "migrating" }) }), 0);
    a.apply(update({ "10.0.0.1": goneVm }), 3_600_000);
    elapsed += 2000;
    inventory.expire();
    expect(inventory.size).toBe(1);
    elapsed += 1001;
    inventory.expire();
    expect(inventory.size).toBe(0);
  });

  it("keeps host facts that a message does not announce, but takes the health of every message", () => {
    const { inventory } = inventoryWith("a");
    const link = inventory.openLink("a");
    link.apply(
      update(
        {},
        { NumCPUs: 8, MemoryInMiB: 4096, HaveDisabled: true, Disabled: true, ArchitectureType: "amd64" },
      ),
      1,
    );
    link.apply({ HealthStatus: "at risk" }, 2);
    expect(inventory.hypervisor("a")).toMatchObject({
      NumCPUs: 8,
      MemoryInMiB: 4096,
      Disabled: true,
      ArchitectureType: "amd64",
      HealthStatus: "at risk",
    });
    link.apply({}, 3);
    expect(inventory.hypervisor("a")?.HealthStatus).toBe("");
  });

  it("charges memory volumes to memory", () => {
    const { inventory } = inventoryWith("a");
    const Volumes = [
      { DFM: {}, Size: 2 ** 30 },
      { DFM: {}, Size: 2 ** 20 + 1, Type: "memory" as const },
    ];
    inventory.openLink("a").apply(update({ "10.0.0.1": vmInfo("10.0.0.1", { Volumes }) }), 1);
    expect(inventory.hypervisor("a")).toMatchObject({
      AllocatedMemoryInMiB: 1026,
      AllocatedVolumeBytes: 2 ** 30 + 2 ** 20 + 1,
      NumVMs: 1,
    });
  });

  it("treats prototype names as plain names", () => {
    const { inventory } = inventoryWith("a");
    const Tags = JSON.parse('{"__proto__": "x", "constructor": "y"}') as Record<string, string>;
    inventory.openLink("a").apply(update({ "10.0.0.1": vmInfo("10.0.0.1", { Tags }) }), 1);
    expect(Object.entries(inventory.vm("10.0.0.1")?.Tags ?? {})).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });

  it("names the hypervisor of a VM anew when it gets another name", () => {
    const { inventory } = inventoryWith("a");
    inventory.openLink("a").apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 1);
    inventory.addHypervisor({ id: "a", hostname: "hv-12", address: "a:6976", location: "site/row" });
    expect(inventory.vm("10.0.0.1")).toMatchObject({ Hypervisor: "a", HypervisorName: "hv-12" });
    expect(inventory.hypervisor("a")).toMatchObject({ Hostname: "hv-12", Location: "site/row" });
  });

  it("forgets a hypervisor with its VMs", () => {
    const { inventory } = inventoryWith("a");
    inventory.openLink("a").apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 1);
    inventory.removeHypervisor("a");
    expect(inventory.size).toBe(0);
    expect(inventory.summary()).toMatchObject({ NumVMs: 0, NumHypervisors: 0, NumVMsByState: {} });
  });
});
