import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { VolumeSpools } from "../../src/rest/volume-spools.ts";

const key = { userName: "alice", hypervisor: "h:1", ip: "10.0.0.1", createdOn: "", index: 0, size: 0 };
const transfer = {
  source: {} as Parameters<VolumeSpools["hold"]>[2]["source"],
  request: {} as Parameters<VolumeSpools["hold"]>[2]["request"],
};
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "stackdeck-spools-"));
});
afterEach(() => void vi.useRealTimers());

it("removes what an earlier process left", () => {
  mkdirSync(join(directory, "volume-old"));
  writeFileSync(join(directory, "volume-old", "volume"), "bytes");
  new VolumeSpools(directory);
  expect(() => readdirSync(directory)).toThrow("ENOENT");
});

it("keeps a copy for ten minutes after its last use, then removes it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const spools = new VolumeSpools(directory);
  const first = await spools.hold(key, { tag: undefined, from: 0 }, transfer);
  await first.release(true);
  vi.advanceTimersByTime(9 * 60_000);
  const again = await spools.hold(key, { tag: first.spool.tag, from: 0 }, transfer);
  expect([again.isAsked, again.spool === first.spool]).toEqual([true, true]);
  await again.release(true);
  vi.advanceTimersByTime(9 * 60_000);
  const other = await spools.hold({ ...key, userName: "bob" }, { tag: first.spool.tag, from: 0 }, transfer);
  expect(other.isAsked).toBe(false);
  await other.release(false);
  vi.advanceTimersByTime(2 * 60_000);
  const late = await spools.hold(key, { tag: first.spool.tag, from: 0 }, transfer);
  expect(late.isAsked).toBe(false);
  await late.release(true);
  await spools.close();
  vi.useRealTimers();
  while (readdirSync(directory).length > 0) await new Promise(setImmediate);
});

it("keeps no more than its share of the disk: the one that was used longest ago goes first", async () => {
  const spools = new VolumeSpools(directory, { maxKeptBytes: 1 });
  const holds = [];
  for (const index of [0, 1, 2]) {
    const held = await spools.hold({ ...key, index }, { tag: undefined, from: 0 }, transfer);
    vi.spyOn(held.spool, "storedBytes").mockResolvedValue(1);
    holds.push(held);
  }
  for (const held of holds) await held.release(true);
  const found = [];
  for (const [index, { spool }] of holds.entries()) {
    const again = await spools.hold({ ...key, index }, { tag: spool.tag, from: 0 }, transfer);
    found.push(again.isAsked);
    await again.release(false);
  }
  expect(found).toEqual([false, false, true]);
  await spools.close();
});
