import type { FleetEvent, Operation } from "@stackdeck/api-types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Inventory } from "../../src/fleet/inventory.ts";
import { type ChangingRows, LiveHub } from "../../src/live/live-hub.ts";
import { rowFilters } from "../../src/live/row-filters.ts";
import { sortedInSlices } from "../../src/live/sliced-sort.ts";
import { allAtOnce, Slices } from "../../src/live/slices.ts";
import { goneVm, update, vmInfo } from "../fleet/vms.ts";

const none = { revision: 0, rows: () => [], onChange: () => () => {} };
const sources = {
  operations: none as ChangingRows<Operation>,
  events: none as ChangingRows<FleetEvent>,
  filters: rowFilters,
  now: () => 0,
};

/** More than are made at once. */
const count = 2100;
const addressOf = (n: number) => `10.0.${n >> 8}.${n & 255}`;
const infoOf = (n: number, name: string) =>
  vmInfo(addressOf(n), { Hostname: `${name}-${(n * 7919) % count}`, MemoryInMiB: 1 + (n % 7) });

/** A fleet whose lists are made one step at a time, when the test says so. */
function setup(limits: { mostEntries?: number } = {}) {
  const inventory = new Inventory();
  inventory.addHypervisor({ id: "a", hostname: "a", address: "a:1", location: "" });
  const link = inventory.openLink("a");
  const all = Array.from({ length: count }, (_, n) => [addressOf(n), infoOf(n, "web")] as const);
  link.apply(update(Object.fromEntries(all)), 1);
  const turns: (() => void)[] = [];
  let time = 0;
  // Each look at the clock finds that time is over.
  const slices = new Slices({ now: () => (time += 100), later: (run) => turns.push(run) });
  const hub = new LiveHub({ inventory, ...sources, ...limits, slices });
  hub.tick();
  return { inventory, link, hub, turns };
}

const list = (more: object) => ({ filter: "", sort: ["Hostname"], offset: 0, limit: 500, ...more });

describe("lists that are made in slices", () => {
  const change = fc.record({ vm: fc.nat(count + 50), name: fc.constantFrom("web", "db", undefined) });
  const params = fc.record({
    filter: fc.constantFrom("", "web", "not db", "name:*1*", "mem>=3"),
    sort: fc.constantFrom(["Hostname"], ["-MemoryInMiB", "IpAddress"], ["IpAddress"]),
    groupBy: fc.constantFrom(undefined, "MemoryInMiB"),
  });

  it("are those that are made at once, whatever changes while they are made", async () => {
    const rounds = fc.array(fc.tuple(fc.nat(12), fc.array(change, { maxLength: 40 })), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(params, params, rounds, async (first, second, all) => {
        const { inventory, link, hub, turns } = setup();
        const [one, two] = [list(first), list(second)];
        const made = Promise.all([hub.prepare("vms", one), hub.prepare("vms", two)]);
        for (const [steps, changes] of all) {
          for (let step = 0; step < steps; step++) turns.shift()?.();
          const named = changes.map(
            ({ vm, name }) => [addressOf(vm), name === undefined ? goneVm : infoOf(vm, name)] as const,
          );
          if (named.length > 0) link.apply(update(Object.fromEntries(named)), 2);
          hub.tick();
        }
        while (turns.length > 0) turns.shift()!();
        await made;
        const fresh = new LiveHub({ inventory, ...sources });
        for (const wish of [one, two]) {
          expect(hub.takesLong("vms", wish)).toBe(false);
          const { total, unfiltered, keys, rows, groups } = hub.follow("vms", wish).snapshot("e");
          const truth = fresh.follow("vms", wish).snapshot("e");
          expect({ total, unfiltered, keys, rows, groups }).toEqual({
            total: truth.total,
            unfiltered: truth.unfiltered,
            keys: truth.keys,
            rows: truth.rows,
            groups: truth.groups,
          });
        }
      }),
      { numRuns: 10, seed: 5 },
    );
  }, 60_000);

  it("are given up once nobody waits for them, and are there for those who do", async () => {
    const { hub, turns } = setup();
    const wish = list({ filter: "mem>=3" });
    const waiting = new Set(["one", "two"]);
    const made = [...waiting].map((who) => hub.prepare("vms", wish, () => waiting.has(who)));
    const finish = async () => {
      let steps = 0;
      for (; turns.length > 0; steps++) turns.shift()!();
      await Promise.all(made);
      return steps;
    };
    waiting.delete("one");
    expect(await finish()).toBeGreaterThan(10);
    expect(hub.takesLong("vms", wish)).toBe(false);

    const other = list({ filter: "mem>=4" });
    made.push(hub.prepare("vms", other, () => waiting.has("two")));
    turns.shift()!();
    waiting.delete("two");
    expect(await finish()).toBe(1);
    expect(hub.takesLong("vms", other)).toBe(true);
    // Whoever asks again begins anew.
    made.push(hub.prepare("vms", other));
    await finish();
    expect(hub.takesLong("vms", other)).toBe(false);
  });

  it("are refused when all orders together would be more than is kept, until some are let go", async () => {
    const { hub, turns } = setup({ mostEntries: 3 * count + 1 });
    const open = async (name: string) => {
      const wish = list({ sort: [`tag:${name}`], limit: 1 });
      const made = hub.prepare("vms", wish);
      while (turns.length > 0) turns.shift()!();
      await made;
      return made === false ? undefined : hub.follow("vms", wish);
    };
    const first = await open("a");
    expect([await open("b"), await open("c"), await open("d")].map((it) => it !== undefined)).toEqual([
      true,
      true,
      false,
    ]);
    hub.unfollow(first!);
    expect(await open("d")).toBeDefined();
    expect(await open("e")).toBeUndefined();
  });
});

describe("slices", () => {
  it("give each work its turn and pass on what goes wrong", async () => {
    const turns: (() => void)[] = [];
    let time = 0;
    const slices = new Slices({ now: () => (time += 100), later: (run) => turns.push(run) });
    const said: string[] = [];
    function* work(name: string, steps: number) {
      for (let step = 0; step < steps; step++) {
        said.push(name);
        yield;
      }
      if (name === "bad") throw new Error("went wrong");
      return name;
    }
    const ended = Promise.allSettled([
      slices.run(work("long", 4)),
      slices.run(work("bad", 1)),
      slices.run(work("b", 2)),
    ]);
    while (turns.length > 0) turns.shift()!();
    expect(said).toEqual(["long", "bad", "b", "long", "b", "long", "long"]);
    expect(await ended).toMatchObject([
      { value: "long" },
      { reason: { message: "went wrong" } },
      { value: "b" },
    ]);
  });

  it("sort as sorting at once does", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat()), { maxLength: 3000, size: "max" }), (items) => {
        const compare = (a: readonly [number, number], b: readonly [number, number]) => a[0] - b[0];
        expect(allAtOnce(sortedInSlices(items, compare))).toEqual([...items].sort(compare));
      }),
      { numRuns: 20, seed: 3 },
    );
  });
});
