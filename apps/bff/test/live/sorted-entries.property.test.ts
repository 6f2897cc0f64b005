import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allAtOnce } from "../../src/live/slices.ts";
import { sortOrder } from "../../src/live/sort-order.ts";
import { SortedTable } from "../../src/live/sorted-table.ts";

interface Row {
  readonly Name: string;
  readonly Size: number;
}

const change = fc.tuple(
  fc.integer({ min: 0, max: 40 }).map(String),
  fc.option(fc.record({ Name: fc.constantFrom("a", "B", "c"), Size: fc.integer({ min: 0, max: 5 }) }), {
    nil: undefined,
  }),
);

describe("sorted table", () => {
  it("stays in the order that sorting anew would give, for few and for many changes at once", () => {
    const order = sortOrder(["Name", "-Size"]);
    const batches = fc.array(fc.array(change, { maxLength: 120 }), { maxLength: 12 });
    fc.assert(
      fc.property(batches, (all) => {
        const table = allAtOnce(SortedTable.make<Row>(order, []));
        const model = new Map<string, Row>();
        for (const batch of all) {
          // A tick names each row once.
          const changes = new Map(batch);
          table.apply([...changes].map(([id, after]) => ({ id, after })));
          for (const [id, after] of changes) {
            if (after === undefined) model.delete(id);
            else model.set(id, after);
          }
        }
        const sorted = [...model].map(([id, row]) => order.entryOf(id, row)).sort(order.compare);
        expect(table.entries.map((entry) => [entry.id, entry.row])).toEqual(
          sorted.map((entry) => [entry.id, entry.row]),
        );
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it("sorts addresses as numbers and text without regard to case", () => {
    const order = sortOrder(["Ip"]);
    const rows: [string, { Ip: string }][] = [
      ["1", { Ip: "10.0.0.10" }],
      ["2", { Ip: "10.0.0.9" }],
      ["3", { Ip: "9.0.0.1" }],
    ];
    const table = allAtOnce(SortedTable.make(order, rows));
    expect(table.entries.map((entry) => entry.row.Ip)).toEqual(["9.0.0.1", "10.0.0.9", "10.0.0.10"]);
  });
});
