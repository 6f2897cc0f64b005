import type { Operation } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { isActive, lastProgress, operationTitle, transferShare } from "./operation-words.ts";

const operation = {
  Method: "CreateVm",
  Target: "10.0.0.1",
  TargetName: "",
  State: "running",
  Progress: [
    { On: "", Text: "getting image" },
    { On: "", Text: "starting VM" },
  ],
  BytesDone: 0,
  BytesTotal: 0,
} as unknown as Operation;

describe("words for operations", () => {
  it.each([
    [operation, "Create 10.0.0.1"],
    [{ ...operation, TargetName: "web-1" }, "Create web-1"],
    [{ ...operation, Target: "" }, "Create"],
    [{ ...operation, Method: "SomethingNew" }, "SomethingNew 10.0.0.1"],
  ])("names what is done %#", (given, words) => {
    expect(operationTitle(given)).toBe(words);
  });

  it("shows the last progress line and the share of a transfer", () => {
    expect(lastProgress(operation)).toBe("starting VM");
    expect(transferShare(operation)).toBeUndefined();
    expect(transferShare({ ...operation, BytesDone: 5, BytesTotal: 10 })).toBe(0.5);
    expect(transferShare({ ...operation, BytesDone: 50, BytesTotal: 10 })).toBe(1);
  });

  it.each([
    ["running", true],
    ["waiting-for-commit", true],
    ["succeeded", false],
    ["unknown", false],
  ] as const)("knows whether %s is at work", (State, active) => {
    expect(isActive({ ...operation, State })).toBe(active);
  });
});
