import { expect, it } from "vitest";
import { BrowserSessions } from "../../src/auth/browser-sessions.ts";
import { Inventory } from "../../src/fleet/inventory.ts";
import { update, vmInfo } from "../fleet/vms.ts";

it("a snapshot that is repeated after a reconnect resurrects nothing, an older stream's words undo nothing", () => {
  const inventory = new Inventory();
  inventory.addHypervisor({ id: "a", hostname: "a", address: "a:1", location: "" });
  const first = inventory.openLink("a");
  first.apply(update({ "10.0.0.1": vmInfo("10.0.0.1"), "10.0.0.2": vmInfo("10.0.0.2") }), 1);
  const second = inventory.openLink("a");
  second.apply(update({ "10.0.0.2": vmInfo("10.0.0.2") }), 2);
  first.apply(update({ "10.0.0.1": vmInfo("10.0.0.1") }), 3);
  second.apply(update({ "10.0.0.2": vmInfo("10.0.0.2") }), 4);
  expect([...inventory.vms()].map(({ IpAddress }) => IpAddress)).toEqual(["10.0.0.2"]);
});

it.each([3_600_000, -3_600_000])("sessions outlive a jump of the clock by %d ms", (jump) => {
  let wall = Date.UTC(2026, 0, 1);
  let now = 0;
  const keeper = { load: () => [], save: () => {} };
  const sessions = new BrowserSessions({ monotonic: () => now, wall: () => wall, keeper });
  const { secret } = sessions.start("alice");
  wall += jump;
  now += 1000;
  sessions.sweep();
  expect(sessions.find(secret)).toBeDefined();
});
