import type { VmRow } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { applyDelta, type LiveWindow, rowAt, windowFromSnapshot } from "./live-window.ts";

const row = (ip: string, state = "running") => ({ IpAddress: ip, State: state }) as unknown as VmRow;
const keyOf = (vm: VmRow) => vm.IpAddress;
const snapshot = {
  revision: 7,
  epoch: "e1",
  total: 12,
  unfiltered: 40,
  offset: 5,
  keys: ["10.0.0.1", "10.0.0.2"],
  rows: [row("10.0.0.1"), row("10.0.0.2")],
};

describe("live window", () => {
  it("gives rows by their position in the whole list", () => {
    const window = windowFromSnapshot(snapshot, keyOf);
    expect(rowAt(window, 5)?.IpAddress).toBe("10.0.0.1");
    expect(rowAt(window, 4)).toBeUndefined();
    expect(rowAt(window, 7)).toBeUndefined();
  });

  it("replaces only the rows that changed", () => {
    const window = windowFromSnapshot(snapshot, keyOf);
    const next = applyDelta(
      window,
      { id: 1, base: 7, revision: 9, rows: [row("10.0.0.2", "stopped")] },
      keyOf,
    );
    if (next === "resync") throw new Error("should apply");
    expect(next.rows.get("10.0.0.1")).toBe(window.rows.get("10.0.0.1"));
    expect(next.rows.get("10.0.0.2")?.State).toBe("stopped");
    expect(next.revision).toBe(9);
    expect(next.total).toBe(12);
  });

  it("takes over groups together with the reason why there are none", () => {
    const apply = (window: LiveWindow<VmRow>, more: object) => {
      const next = applyDelta(window, { id: 1, base: 7, revision: 7, rows: [], ...more }, keyOf);
      if (next === "resync") throw new Error("should apply");
      return next;
    };
    const groupsError = "too many";
    const none = windowFromSnapshot({ ...snapshot, groups: [], groupsError }, keyOf);
    expect(none).toMatchObject({ groups: [], groupsError });
    expect(apply(none, { total: 13 })).toMatchObject({ groups: [], groupsError });
    const some = apply(none, { groups: [{ value: "a", count: 12, offset: 0 }] });
    expect(some.groups).toHaveLength(1);
    expect(some.groupsError).toBeUndefined();
    expect(apply(some, { groups: [], groupsError })).toMatchObject({ groups: [], groupsError });
  });

  it("forgets rows that left and takes the new order", () => {
    const window = windowFromSnapshot(snapshot, keyOf);
    const next = applyDelta(
      window,
      { id: 1, base: 7, revision: 8, total: 11, keys: ["10.0.0.3", "10.0.0.2"], rows: [row("10.0.0.3")] },
      keyOf,
    );
    if (next === "resync") throw new Error("should apply");
    expect([...next.rows.keys()]).toEqual(["10.0.0.3", "10.0.0.2"]);
    expect(next.total).toBe(11);
  });

  it.each([
    ["another base", { id: 1, base: 6, revision: 8, rows: [] }],
    ["a key without a row", { id: 1, base: 7, revision: 8, keys: ["10.9.9.9"], rows: [] }],
  ])("asks for a new snapshot on %s", (_name, delta) => {
    expect(applyDelta(windowFromSnapshot(snapshot, keyOf), delta, keyOf)).toBe("resync");
  });

  it("keeps the identity of equal rows across snapshots", () => {
    const first = windowFromSnapshot(snapshot, keyOf);
    const again = windowFromSnapshot(
      { ...snapshot, rows: [row("10.0.0.1"), row("10.0.0.2", "stopped")] },
      keyOf,
      first,
    );
    expect(again.rows.get("10.0.0.1")).toBe(first.rows.get("10.0.0.1"));
    expect(again.rows.get("10.0.0.2")).not.toBe(first.rows.get("10.0.0.2"));
  });
});
