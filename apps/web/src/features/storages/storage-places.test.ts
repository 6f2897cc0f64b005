import { describe, expect, it } from "vitest";
import { storagePlaces, withStorage } from "./storage-places.ts";

const gib = 2 ** 30;
const info = (usable: number, size: number) => ({
  AvailableBytes: usable,
  FreeBytes: usable,
  UsableBytes: usable,
  SizeBytes: size,
});
const infos = [info(10 * gib, 100 * gib), info(20 * gib, 40 * gib), info(0, 0)];

describe("places for a volume", () => {
  it.each([
    [
      "says where it is now, and where there is too little room",
      { bytes: 12 * gib, current: 1 },
      ["Too little room: the volume has 12 GiB", "It is there now", "Too little room: the volume has 12 GiB"],
    ],
    [
      "goes nowhere while something is against it",
      { bytes: 1, current: 0, refused: "It has snapshots" },
      ["It is there now", "It has snapshots", "It has snapshots"],
    ],
    [
      "needs more room than it takes",
      { bytes: 10 * gib },
      ["Too little room: the volume has 10 GiB", undefined, "Too little room: the volume has 10 GiB"],
    ],
  ] as const)("%s", (_name, volume, reasons) => {
    expect(storagePlaces(infos, volume).map(({ reason }) => reason)).toEqual(reasons);
  });

  it("tells how full each is, also one without a size", () => {
    const places = storagePlaces(infos, { bytes: 0 });
    expect(places.map(({ usedShare }) => usedShare)).toEqual([0.9, 0.5, 1]);
    expect(places[1]?.room).toBe("20 GiB usable of 40 GiB");
  });

  it.each([
    [
      ["/a", "/b", "/c"],
      ["/a", "/b", "/c"],
    ],
    [["/a"], [undefined, undefined, undefined]],
    [[], [undefined, undefined, undefined]],
  ])("names paths only when there is one for each: %j", (directories, named) => {
    expect(storagePlaces(infos, { bytes: 0 }, directories).map(({ directory }) => directory)).toEqual(named);
  });
});

describe("storages of several volumes", () => {
  it.each([
    [[], 0, 1, [1]],
    [[], 2, 1, [1, 1, 1]],
    [[0], 2, 1, [0, 1, 1]],
    [[0, 1, 2], 1, 2, [0, 2, 2]],
    [[0, 1, 2], 1, undefined, [0]],
    [[0, 1], 0, undefined, []],
  ])("%j with volume %i in storage %j are %j", (before, volume, storage, after) => {
    expect(withStorage(before, volume, storage)).toEqual(after);
  });
});
