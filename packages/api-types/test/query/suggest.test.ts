import { describe, expect, test } from "vitest";
import { suggest, vmFields } from "../../src/index.ts";

describe("suggestions", () => {
  const valuesOf = (key: string) =>
    key === "owner"
      ? [
          { value: "alice", count: 7 },
          { value: "bob smith", count: 2 },
        ]
      : [];
  const at = (text: string) => {
    const cursor = text.indexOf("^");
    const { from, to, items } = suggest(text.replace("^", ""), cursor, { fields: vmFields, valuesOf });
    return {
      from,
      to,
      labels: items.map((item) => item.label),
      inserts: items.map((item) => item.insert),
      items,
    };
  };

  test("keys first", () => {
    expect(at("^").labels).toContain("state");
    expect(at("web st^").labels).toEqual(["state", "stale", "changed"]);
    expect(at("memo^")).toMatchObject({ from: 0, to: 4, inserts: ["mem"] });
  });

  test("then operators", () => {
    expect(at("state^")).toMatchObject({ from: 5, to: 5, inserts: [":", "!="] });
    expect(at("mem^").inserts).toEqual([">=", "<=", ">", "<", ":"]);
  });

  test("then values with counts", () => {
    expect(at("state:st^")).toMatchObject({
      from: 6,
      to: 8,
      labels: ["starting", "stopping", "stopped", "failed to start", "destroying"],
    });
    expect(at("owner:^").items[0]).toEqual({ kind: "value", insert: "alice", label: "alice", detail: "7" });
    expect(at("owner:alice,b^")).toMatchObject({ from: 12, to: 13, inserts: ['"bob smith"'] });
    expect(at("protected:^").labels).toEqual(["yes", "no"]);
    expect(at("nonsense:^").labels).toEqual([]);
  });
});
