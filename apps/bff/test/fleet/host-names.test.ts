import { expect, it } from "vitest";
import { Fleet } from "../../src/fleet/fleet.ts";
import { HostNames } from "../../src/fleet/host-names.ts";
import { Inventory } from "../../src/fleet/inventory.ts";

const at = (host: string, port: number, hostname?: string) => ({
  host,
  port,
  ...(hostname === undefined ? {} : { hostname }),
});

it.each([
  ["alone on its host", [at("lab", 1)], "lab"],
  ["one of two on a host", [at("lab", 1), at("lab", 2)], "lab:1"],
  ["one of two on an IPv6 host", [at("fd00::1", 1), at("fd00::1", 2)], "[fd00::1]:1"],
  ["given twice", [at("lab", 1), at("lab", 1)], "lab"],
  ["beside another host", [at("lab", 1), at("other", 1)], "lab"],
  ["with a name of its own", [at("lab", 1, "hyper-1"), at("lab", 2)], "hyper-1"],
])("calls a hypervisor that is %s so that it can be told from others", (_what, targets, name) => {
  const names = new HostNames();
  for (const target of targets) names.add(target);
  expect(names.nameOf(targets[0]!)).toBe(name);
});

it("shows the port as soon as a host has a second hypervisor, and no longer than that", async () => {
  const inventory = new Inventory();
  const fleet = new Fleet({
    inventory,
    connectOptions: ({ host, port }) => ({ host, port, signal: AbortSignal.abort() }),
    clock: {
      now: () => 0,
      sleep: (_ms, signal) => new Promise((done) => signal.addEventListener("abort", () => done())),
    },
    log: { debug: () => {}, warn: () => {} },
  });
  const names = () => [...inventory.hypervisors()].map((row) => row.Hostname);
  fleet.add(at("lab", 1));
  fleet.add(at("named", 5, "hyper-5"));
  expect(names()).toEqual(["lab", "hyper-5"]);
  fleet.add(at("lab", 2));
  expect(names()).toEqual(["lab:1", "hyper-5", "lab:2"]);
  fleet.add(at("lab", 3));
  await fleet.remove("lab:1");
  expect(names()).toEqual(["hyper-5", "lab:2", "lab:3"]);
  await fleet.remove("lab:3");
  expect(names()).toEqual(["hyper-5", "lab"]);
  await fleet.close();
});
