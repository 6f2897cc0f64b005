import type { VmInfo } from "@stackdeck/api-types";
import { VmInfo as VmInfoSchema, zeroOf } from "@stackdeck/api-types";
import { expect, it } from "vitest";
import { memoryCharge, requireCpu, requireMemory, rootSize, virtualCpus } from "./capacity.ts";

const MIB = 2 ** 20;
const host = { numCPUs: 4, memoryInMiB: 4096, availableInMiB: 2048 };

function vm(parts: Partial<VmInfo>): VmInfo {
  return { ...zeroOf(VmInfoSchema), ...parts };
}

it.each([
  [250, 0, 1],
  [1000, 0, 1],
  [1001, 0, 2],
  [500, 3, 3],
])("gives %d milli-CPUs and %d wanted %d virtual ones", (milli, wanted, expected) => {
  expect(virtualCpus(milli, wanted)).toBe(expected);
});

it("sums CPU over all VMs and refuses a negative difference", () => {
  const present = [vm({ MilliCPUs: 3000, State: "stopped" })];
  requireCpu(host, present, 1000);
  expect(() => requireCpu(host, present, 1001)).toThrow("insufficient unallocated CPU");
  expect(() => requireCpu(host, present, -1)).toThrow("insufficient unallocated CPU");
});

it("charges memory volumes, and wants less than is available", () => {
  const withVolume = vm({ MemoryInMiB: 1024, Volumes: [{ DFM: {}, Size: 100 * MIB + 1, Type: "memory" }] });
  expect(memoryCharge(withVolume)).toBe(1024 + 101);
  expect(() => requireMemory(host, [withVolume], 3000)).toThrow("insufficient unallocated memory");
  expect(() => requireMemory(host, [withVolume], 2048)).toThrow("insufficient available memory");
  requireMemory(host, [withVolume], 2047);
});

it("rounds roots up to sixteen MiB at least", () => {
  expect(rootSize(80 * MIB, 10 * MIB, 0)).toBe(112 * MIB);
  expect(rootSize(80 * MIB, 10 * MIB, 27)).toBe(128 * MIB);
});
