import type { Operation } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import type { LiveWindow } from "../../../api/live-window.ts";
import { downloadOf, isShown } from "./volume-downloads.ts";

const operation = (Id: string, more: Partial<Operation>) => ({ Id, State: "running", ...more }) as Operation;

function windowOf(...operations: readonly Operation[]): LiveWindow<Operation> {
  const rows = new Map(operations.map((each) => [each.Id, each]));
  return { keys: [...rows.keys()], rows } as unknown as LiveWindow<Operation>;
}

describe("downloads of volumes", () => {
  const window = windowOf(
    operation("new", { TargetName: "db-1, volume 1" }),
    operation("other", { TargetName: "db-1, volume 11" }),
    operation("old", { TargetName: "renamed, volume 1" }),
  );

  it.each([
    [1, undefined, "new"],
    [1, new Set(["new"]), "old"],
    [1, new Set(["new", "old"]), undefined],
    [11, undefined, "other"],
    [0, undefined, undefined],
  ])("finds the newest of volume %i", (index, except, id) => {
    expect(downloadOf(window, index, except)?.Id).toBe(id);
  });

  it("has none before anything is known", () => {
    expect(downloadOf(undefined, 0)).toBeUndefined();
  });

  it.each([
    ["running", "", true],
    ["succeeded", "2026-03-01T10:00:00Z", false],
    ["cancelled", "2026-03-01T10:00:00Z", true],
    ["failed", "2026-03-01T10:04:00Z", true],
    ["cancelled", "2026-03-01T09:54:00Z", false],
  ] as const)("shows one that is %s since “%s”: %s", (State, EndedOn, shown) => {
    const now = Date.parse("2026-03-01T10:05:00Z");
    expect(isShown(operation("1", { State, EndedOn }), now)).toBe(shown);
  });
});
