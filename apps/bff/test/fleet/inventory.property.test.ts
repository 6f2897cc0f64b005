import type { VmInfo } from "@stackdeck/api-types";
import type { StreamedUpdate } from "@stackdeck/hypervisor-client";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Inventory } from "../../src/fleet/inventory.ts";
import type { InventoryLink } from "../../src/fleet/inventory-link.ts";
import { goneVm, update, vmInfo } from "./vms.ts";

const hosts = ["a", "b", "c"] as const;
type Host = (typeof hosts)[number];

type Step =
  | { readonly kind: "reconnect"; readonly host: Host; readonly vms: readonly (readonly [number, string])[] }
  | {
      readonly kind: "change";
      readonly host: Host;
      readonly vms: readonly (readonly [number, string | null])[];
    }
  | { readonly kind: "lost"; readonly host: Host };

const host = fc.constantFrom(...hosts);
const state = fc.constantFrom("running", "stopped", "crashed", "starting");
const number = fc.integer({ min: 1, max: 12 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("reconnect" as const),
    host,
    vms: fc.array(fc.tuple(number, state), { maxLength: 8 }),
  }),
  fc.record({
    kind: fc.constant("change" as const),
    host,
    vms: fc.array(fc.tuple(number, fc.option(state)), { maxLength: 6 }),
  }),
  fc.record({ kind: fc.constant("lost" as const), host }),
);

/** Each hypervisor has addresses of its own: what two of them claim is tested by itself. */
const address = (on: Host, n: number) => `10.0.${hosts.indexOf(on)}.${n}`;

function messageOf(on: Host, vms: readonly (readonly [number, string | null])[]): StreamedUpdate {
  const named: Record<string, VmInfo> = {};
  for (const [n, given] of vms) {
    const ip = address(on, n);
    named[ip] = given === null ? goneVm : vmInfo(ip, { State: given as "running" });
  }
  return update(named);
}

describe("inventory, any order of events", () => {
  it("equals a plain model, and the changes it tells lead to what it holds", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const inventory = new Inventory();
        const links = new Map<Host, InventoryLink>();
        const model = new Map<string, string>();
        const told = new Map<string, string>();
        inventory.onChange(({ vms }) => {
          for (const { ip, before, after } of vms) {
            expect(before?.State).toBe(told.get(ip));
            if (after === undefined) told.delete(ip);
            else told.set(ip, after.State);
          }
        });
        for (const id of hosts) inventory.addHypervisor({ id, hostname: id, address: id, location: "" });
        for (const one of steps) {
          if (one.kind === "lost") {
            links.get(one.host)?.state({ freshness: "stale", problem: "cut" });
            continue;
          }
          if (one.kind === "reconnect") {
            links.set(one.host, inventory.openLink(one.host));
            const prefix = address(one.host, 0).slice(0, -1);
            for (const ip of [...model.keys()]) if (ip.startsWith(prefix)) model.delete(ip);
          }
          const link = links.get(one.host);
          if (link === undefined) continue;
          link.apply(messageOf(one.host, one.vms), 1);
          for (const [n, given] of one.vms) {
            if (given === null) model.delete(address(one.host, n));
            else model.set(address(one.host, n), given);
          }
        }
        expect(new Map([...inventory.vms()].map((row) => [row.IpAddress, row.State]))).toEqual(model);
        expect(told).toEqual(model);
        const sums = [...inventory.hypervisors()].reduce((sum, row) => sum + row.NumVMs, 0);
        expect(sums).toBe(model.size);
        expect(inventory.summary().NumVMs).toBe(model.size);
        const byState = Object.values(inventory.summary().NumVMsByState);
        expect(byState.reduce((sum, count) => sum + count, 0)).toBe(model.size);
      }),
      { numRuns: 300, seed: 20261123 },
    );
  });
});
