import type { FleetEvent, Update } from "@stackdeck/api-types";
import type { StreamedUpdate } from "@stackdeck/hypervisor-client";
import { describe, expect, it } from "vitest";
import { FleetEvents } from "../../src/fleet/fleet-events.ts";
import { Inventory } from "../../src/fleet/inventory.ts";
import { goneVm, update, vmInfo } from "./vms.ts";

const hour = 3600_000;
const start = Date.parse("2026-08-14T09:00:00Z");

async function setup(past: readonly FleetEvent[] = []) {
  const inventory = new Inventory();
  inventory.addHypervisor({ id: "a:1", hostname: "hyper-a", address: "a:1", location: "" });
  const link = inventory.openLink("a:1");
  const time = { now: start, expires: start + 100 * hour };
  const written: FleetEvent[] = [...past];
  const writes: number[] = [];
  const events = await FleetEvents.start({
    inventory,
    store: {
      latest: async () => past.toReversed(),
      append: async (some) => {
        writes.push(some.length);
        written.push(...some);
      },
    },
    certificateExpires: () => new Date(time.expires).toISOString(),
    now: () => time.now,
    onStoreError: (error) => expect.unreachable(String(error)),
  });
  const live = () => link.state({ freshness: "live", problem: "" });
  const told = () =>
    [...events.rows()].map(([, row]) => `${row.Kind} ${row.Severity} ${row.TargetName}`.trim());
  return { inventory, link, time, written, writes, events, live, told };
}

const pool: Partial<StreamedUpdate> = {
  HaveSubnets: true,
  Subnets: [
    { Id: "lab", IpGateway: "10.0.0.1", IpMask: "255.255.255.0" } as NonNullable<Update["Subnets"]>[number],
  ],
  HaveAddressPool: true,
  AddressPool: [{ IpAddress: "10.0.0.9", MacAddress: "" }],
};

describe("events of the fleet", () => {
  it("tell once of each of two hypervisors that they report the same VMs, however many", async () => {
    const { inventory, link, told } = await setup();
    inventory.addHypervisor({ id: "b:1", hostname: "hyper-b", address: "b:1", location: "" });
    const other = inventory.openLink("b:1");
    const ips = Array.from({ length: 1200 }, (_, n) => `10.0.${n >> 8}.${n & 255}`);
    link.apply(update(Object.fromEntries(ips.map((ip) => [ip, vmInfo(ip)]))), 1);
    other.apply(update({}), 1);
    other.apply(update(Object.fromEntries(ips.map((ip) => [ip, vmInfo(ip)]))), 2);
    const begun = ["claimed-twice bad hyper-a", "claimed-twice bad hyper-b"];
    expect(told().sort()).toEqual(begun);
    other.apply(update(Object.fromEntries(ips.map((ip) => [ip, goneVm]))), 3);
    expect(told().sort()).toEqual([...begun, "claimed-twice good hyper-a", "claimed-twice good hyper-b"]);
  });

  it("tell the certificate's end a day before, an hour before and when it comes, each once", async () => {
    const { events, time, told } = await setup();
    const look = (left: number) => {
      time.now = time.expires - left;
      events.lookAtCertificate();
    };
    for (const left of [25 * hour, 24 * hour, 23 * hour, 2 * hour]) look(left);
    expect(told()).toEqual(["certificate warn"]);
    for (const left of [hour, 1000]) look(left);
    expect(told()).toEqual(["certificate warn", "certificate bad"]);
    look(-1);
    time.expires += 400 * hour;
    events.lookAtCertificate();
    events.lookAtCertificate();
    expect(told().slice(2)).toEqual(["certificate bad", "certificate good"]);
    await events.close();
  });

  it("tell when a hypervisor is disabled, unhealthy, out of reach, and well again", async () => {
    const { link, live, told, events, written } = await setup();
    link.apply(update({}, { HealthStatus: "healthy" }), 1);
    live();
    link.apply(update({}, { HaveDisabled: true, Disabled: true, HealthStatus: "healthy" }), 2);
    link.apply(update({}, { HealthStatus: "at risk" }), 3);
    link.apply(update({}, { HaveDisabled: true, Disabled: false, HealthStatus: "healthy" }), 4);
    expect(told()).toEqual([
      "disabled warn hyper-a",
      "unhealthy bad hyper-a",
      "unhealthy good hyper-a",
      "disabled good hyper-a",
    ]);
    link.state({ freshness: "stale", problem: "no answer for 19 s" });
    link.state({ freshness: "unreachable", problem: "connection refused" });
    link.state({ freshness: "unreachable", problem: "connection refused again" });
    link.state({ freshness: "connecting", problem: "" });
    live();
    expect(told().slice(4)).toEqual([
      "stale warn hyper-a",
      "unreachable bad hyper-a",
      "unreachable good hyper-a",
    ]);
    await events.close();
    expect(written.map(({ Id }) => Id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("tell when a pool is nearly empty, but not of subnets without one", async () => {
    const { link, live, told, events } = await setup();
    link.apply(update({}, { ...pool, NumFreeAddresses: { lab: 5, other: 0 } }), 1);
    live();
    expect(told()).toEqual([]);
    link.apply(update({}, { NumFreeAddresses: { lab: 2, other: 0 } }), 2);
    link.apply(update({}, { NumFreeAddresses: { lab: 0, other: 0 } }), 3);
    link.apply(update({}, { NumFreeAddresses: { lab: 9, other: 0 } }), 4);
    expect(told()).toEqual(["addresses warn hyper-a", "addresses bad hyper-a", "addresses good hyper-a"]);
    await events.close();
  });

  it("tell of VMs that crash or fail to start, not of those found so", async () => {
    const { link, live, told, events } = await setup();
    link.apply(update({ "10.0.0.9": vmInfo("10.0.0.9", { State: "crashed", Hostname: "old" }) }), 1);
    live();
    expect(told()).toEqual([]);
    const web = (State: string) =>
      update({ "10.0.0.8": vmInfo("10.0.0.8", { State, Hostname: "web" } as never) });
    for (const [at, state] of ["running", "crashed", "starting", "failed to start", "stopped"].entries())
      link.apply(web(state), at + 2);
    link.apply(update({ "10.0.0.8": goneVm }), 9);
    expect(told()).toEqual(["crashed bad web", "failed to start bad web"]);
    await events.close();
  });

  it("go on counting after a restart and drop the oldest beyond a thousand", async () => {
    const past = Array.from({ length: 1000 }, (_, index) => ({
      Id: index + 1,
      On: "2026-08-14T00:00:00Z",
      Kind: "disabled",
      Severity: "warn" as const,
      Target: "a:1",
      TargetName: "",
      Hypervisor: "a:1",
      Text: "",
    }));
    const { events, time } = await setup(past);
    time.now = time.expires;
    events.lookAtCertificate();
    const ids = [...events.rows()].map(([id]) => id);
    expect([ids.length, ids[0], ids.at(-1), events.revision]).toEqual([1000, "2", "1001", 1001]);
    await events.close();
  });
});

it("writes what happens at the same moment in few steps, in its order, all before it ends", async () => {
  const { inventory, events, written, writes } = await setup();
  const links = Array.from({ length: 250 }, (_, index) => {
    const id = `many:${index}`;
    inventory.addHypervisor({ id, hostname: id, address: id, location: "" });
    const link = inventory.openLink(id);
    link.state({ freshness: "live", problem: "" });
    return link;
  });
  for (const link of links) link.state({ freshness: "unreachable", problem: "reset" });
  await events.close();
  expect(written.map(({ Id }) => Id)).toEqual([...events.rows()].map(([, { Id }]) => Id));
  expect(written).toHaveLength(250);
  expect(writes).toEqual([100, 100, 50]);
});
