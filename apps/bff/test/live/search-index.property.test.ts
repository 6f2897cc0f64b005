import { compileQuery, type VmRow, vmFields } from "@stackdeck/api-types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { vmRowOf } from "../../src/fleet/vm-row.ts";
import { SearchIndex } from "../../src/live/search-index.ts";
import { allAtOnce } from "../../src/live/slices.ts";
import { vmInfo } from "../fleet/vms.ts";

/** Names that meet each other in every way, hostile ones among them. */
const name = fc.constantFrom(
  "web-1",
  "web-12",
  "WEB-2",
  "db",
  "",
  "a\nweb-1",
  "ÉTÉ",
  "İx",
  "Kelvin",
  "w\0b",
  "b*d",
);
const row = fc.record({
  name,
  tag: name,
  state: fc.constantFrom<"running" | "stopped">("running", "stopped"),
  memory: fc.nat(4),
});
const value = fc.constantFrom(
  "web",
  "web-1",
  "web*",
  "*1",
  "*",
  "w*-*2",
  "?eb-1",
  "b",
  '""',
  '"b*d"',
  "été",
  "k",
  "x",
  "i",
);
const leaf = fc.oneof(
  value,
  value.map((text) => `name:${text}`),
  value.map((text) => `name=${text}`),
  value.map((text) => `name!=${text},db`),
  value.map((text) => `tag:Name=${text}`),
  fc.constantFrom("state:running", "mem>=2", "owner:nobody", "image:*"),
);
const query = fc.letrec<{ node: string; leaf: string }>((tie) => ({
  leaf,
  node: fc.oneof(
    { depthSize: "small" },
    tie("leaf"),
    tie("node").map((text) => `-(${text})`),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(${a}) (${b})`),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(${a}) OR (${b})`),
  ),
})).node;
const change = fc.tuple(fc.nat(600), fc.option(row, { nil: undefined }));

function rowOf(
  id: number,
  given: { name: string; tag: string; state: "running" | "stopped"; memory: number },
): VmRow {
  const ip = `10.0.${id >> 8}.${id & 255}`;
  const { name: Hostname, tag, state, memory } = given;
  const info = vmInfo(ip, { Hostname, State: state, MemoryInMiB: memory, Tags: { Name: tag } });
  return vmRowOf({ ip, info, hypervisorId: "h:1", hypervisorName: "h", missing: [], stale: false });
}

describe("search index", () => {
  it("finds exactly the rows that going through all of them finds, however they change in between", () => {
    const batches = fc.array(
      fc.tuple(fc.array(change, { maxLength: 90 }), fc.array(query, { maxLength: 6 })),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(batches, (all) => {
        const pending: (() => void)[] = [];
        const index = new SearchIndex<VmRow>({ fields: vmFields, later: (run) => pending.push(run) });
        const rows = new Map<string, { row: VmRow; slot: number }>();
        for (const [changes, queries] of all) {
          for (const [id, given] of changes) {
            if (given === undefined) {
              rows.delete(String(id));
              index.delete(String(id));
            } else {
              const made = rowOf(id, given);
              rows.set(String(id), { row: made, slot: index.put(String(id), made) });
            }
          }
          index.prepare();
          pending.pop()?.();
          for (const text of queries) {
            const { plan, matches, errors } = compileQuery(text, vmFields);
            expect(errors).toEqual([]);
            const bits = allAtOnce(index.select(plan));
            if (bits === undefined) continue;
            const found = [...rows.values()].filter(({ slot }) => bits[slot] === 1);
            const meant = [...rows.values()].filter((it) => matches(it.row));
            expect(found.map((it) => it.row.IpAddress)).toEqual(meant.map((it) => it.row.IpAddress));
          }
        }
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  it("leaves queries alone of which nothing can be looked up", () => {
    const index = new SearchIndex<VmRow>({ fields: vmFields, later: () => {} });
    index.put("1", rowOf(1, { name: "a", tag: "b", state: "running", memory: 1 }));
    expect(allAtOnce(index.select(compileQuery("state:running mem>=2", vmFields).plan))).toBeUndefined();
  });
});
