import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatAge,
  formatBytes,
  formatDuration,
  formatMiB,
  formatMilliCpus,
  parseBytes,
  parseDuration,
  parseMiB,
  parseMilliCpus,
} from "../src/index.ts";

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1 KiB"],
  [1536, "1.5 KiB"],
  [1048575, "1 MiB"],
  [16 * 2 ** 30, "16 GiB"],
  [123456789, "118 MiB"],
  [2 ** 41 + 2 ** 39, "2.5 TiB"],
  [-1024, "−1 KiB"],
  [Number.NaN, ""],
])("%d bytes are %j", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  ["8G", 8 * 2 ** 30],
  ["1.5 GiB", 1.5 * 2 ** 30],
  ["512", 512],
  ["512b", 512],
  ["10kb", 10240],
  [".5m", 524288],
  ["G", undefined],
  ["8X", undefined],
  ["-1", undefined],
  ["9999999P", undefined],
  ["", undefined],
])("%j is %j bytes", (text, bytes) => expect(parseBytes(text)).toBe(bytes));

test("memory counts in MiB", () => {
  expect([parseMiB("8G"), parseMiB("512"), parseMiB("x")]).toEqual([8192, 512, undefined]);
  expect(formatMiB(8192)).toBe("8 GiB");
});

test("CPUs count in thousandths", () => {
  expect([parseMilliCpus("1.5"), parseMilliCpus("500m"), parseMilliCpus("2x")]).toEqual([
    1500,
    500,
    undefined,
  ]);
  expect([1000, 1500, 250].map(formatMilliCpus)).toEqual(["1 CPU", "1.5 CPUs", "0.25 CPUs"]);
});

describe("durations", () => {
  test.each([
    [0, "0 s"],
    [15e9, "15 s"],
    [90e9, "1 min 30 s"],
    [5400e9, "1 h 30 min"],
    [90061e9, "1 d 1 h"],
    [250e6, "250 ms"],
    [1500, "2 µs"],
    [-60e9, "−1 min"],
  ])("%d ns is %j", (nanoseconds, text) => expect(formatDuration(nanoseconds)).toBe(text));

  test.each([
    ["15", 15e9],
    ["1m30s", 90e9],
    ["1.5h", 5400e9],
    ["1 min 30 s", 90e9],
    ["250ms", 250e6],
    ["-1m", -60e9],
    ["7d", 7 * 86400e9],
    ["1m30", undefined],
    ["1x", undefined],
    ["", undefined],
    ["-", undefined],
    ["m", undefined],
    ["1e9", undefined],
  ])("%j is %j ns", (text, nanoseconds) => expect(parseDuration(text)).toBe(nanoseconds));

  test("what is written for whole minutes is read back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1439 }), (minutes) => {
        expect(parseDuration(formatDuration(minutes * 60e9))).toBe(minutes * 60e9);
      }),
    );
  });
});

test.each([
  [-5, "now"],
  [999, "now"],
  [59_999, "59s"],
  [60_000, "1m"],
  [7_200_000, "2h"],
  [86_400_000 * 27, "27d"],
  [86_400_000 * 30, "4w"],
  [86_400_000 * 800, "2y"],
])("%d ms old is %j", (milliseconds, text) => expect(formatAge(milliseconds)).toBe(text));
