import { describe, expect, it } from "vitest";
import * as format from "./format.ts";

const GiB = 1024 ** 3;

describe("formats", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1536, "1.5 KiB"],
    [16 * GiB, "16 GiB"],
    [1.25 * GiB, "1.25 GiB"],
    [1000 * GiB, "1000 GiB"],
    [2048 * GiB, "2 TiB"],
  ])("%d bytes are %s", (bytes, text) => expect(format.formatBytes(bytes)).toBe(text));

  it.each([
    [250, "0.25 CPU"],
    [1000, "1 CPU"],
    [1500, "1.5 CPU"],
    [64_000, "64 CPU"],
  ])("%d milli-CPUs are %s", (milli, text) => expect(format.formatMilliCpus(milli)).toBe(text));

  it.each([
    [0, "0"],
    [270, "0.27"],
    [4000, "4"],
    [1_234_567, "1,235"],
  ])("%d milli-CPUs are so many CPUs: %s", (milli, text) => expect(format.formatCpus(milli)).toBe(text));

  it.each([
    [5, "5 s"],
    [61, "1 min"],
    [3600, "1 h"],
    [5 * 3600 + 1200, "5 h 20 min"],
    [9 * 86_400, "9 d"],
  ])("%d seconds are %s", (seconds, text) => expect(format.formatSeconds(seconds)).toBe(text));

  it("knows Go's zero time as never", () => {
    expect(format.formatAge("0001-01-01T00:00:00Z", Date.now())).toBe("–");
    expect(format.formatTime("0001-01-01T00:00:00Z")).toBe("never");
    expect(format.formatTime("2026-08-14T09:31:07Z", "utc")).toBe("2026-08-14 09:31:07 UTC");
  });

  it.each([
    ["2026-08-14T09:00:00Z", "30 min"],
    ["2026-08-14T09:30:50Z", "0 s"],
    ["2026-08-14T12:30:00Z", "–"],
  ])("tells no age of a time that a hypervisor's clock is ahead by: %s", (time, text) =>
    expect(format.formatAge(time, Date.parse("2026-08-14T09:30:00Z"))).toBe(text),
  );

  it.each([
    ["10G", 10 * GiB],
    ["512 MiB", 512 * 1024 ** 2],
    ["1.5g", 1.5 * GiB],
    ["7B", 7],
    ["", undefined],
    ["ten", undefined],
    ["-1G", undefined],
  ])("reads the size %j", (text, bytes) => expect(format.parseSize(text)).toBe(bytes));

  it("takes a plain number in the unit of the field", () => {
    expect(format.parseSize("16", "G")).toBe(16 * GiB);
    expect(format.parseSize("16B", "G")).toBe(16);
  });

  it.each([0, 1, 1000, 1024, 16 * GiB, 3 * 1024 ** 2 + 1])("writes %d so that it reads back", (bytes) =>
    expect(format.parseSize(format.sizeText(bytes))).toBe(bytes),
  );
});
