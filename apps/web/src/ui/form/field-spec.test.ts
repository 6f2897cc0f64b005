import { describe, expect, it } from "vitest";
import { errorsOf, type FieldSpec, requestOf } from "./field-spec.ts";

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const fields: readonly FieldSpec[] = [
  { kind: "size", unit: "MiB", name: "MemoryInMiB", label: "Memory" },
  { kind: "number", name: "MilliCPUs", label: "CPU", min: 1 },
  { kind: "seconds", name: "DhcpTimeout", label: "Wait", optional: true },
  { kind: "tags", name: "Tags", label: "Tags" },
  { kind: "sizes", name: "VolumeSizes", label: "Sizes", optional: true },
  { kind: "text", name: "Extra", label: "Extra", when: (values) => values["more"] === true },
];

describe("form fields as data", () => {
  it("turn into a request with the units of the protocol", () => {
    const values = {
      MemoryInMiB: "2G",
      MilliCPUs: "1500",
      DhcpTimeout: "60",
      Tags: [
        ["a", "1"],
        ["", "x"],
        ["a", "2"],
      ],
      VolumeSizes: ["10", "512M"],
    };
    expect(requestOf(fields, values)).toEqual({
      MemoryInMiB: 2048,
      MilliCPUs: 1500,
      DhcpTimeout: 60_000_000_000,
      Tags: { a: "2" },
      VolumeSizes: [10 * 1024 ** 3, 512 * 1024 ** 2],
    });
  });

  it("leave out what is empty and what is not shown", () => {
    const request = requestOf(fields, { MemoryInMiB: "1G", MilliCPUs: "1", Extra: "hidden" });
    expect(request).not.toHaveProperty("DhcpTimeout");
    expect(request).not.toHaveProperty("Extra");
  });

  it("say what is wrong beside the field", () => {
    const errors = errorsOf(fields, { MemoryInMiB: "lots", MilliCPUs: "0", VolumeSizes: ["x"], more: true });
    expect(Object.keys(errors).sort()).toEqual(["Extra", "MemoryInMiB", "MilliCPUs", "VolumeSizes"]);
  });

  it.each([
    [
      [
        ["env", "prod"],
        ["", ""],
      ],
      undefined,
    ],
    [
      [
        ["env", "prod"],
        [" ", "lonely"],
      ],
      "Give “lonely” a key",
    ],
    [
      [
        ["env", "prod"],
        ["env ", "test"],
      ],
      "“env” is there twice: rename or remove one",
    ],
  ] as const)("lose no tag without a word: %j", (rows, problem) => {
    const errors = errorsOf(fields, { MemoryInMiB: "1G", MilliCPUs: "1", Tags: rows });
    expect(errors["Tags"]).toBe(problem);
  });

  it.each([
    [{ kind: "text" }, " ", "Fill this in"],
    [{ kind: "choice", options: [] }, "", "Choose one"],
    [{ kind: "file" }, undefined, "Choose a file"],
    [{ kind: "list" }, [], "Add at least one"],
    [
      { kind: "list", check: (item) => (item === "x" ? "“x” is no name" : undefined) },
      ["a", "x"],
      "“x” is no name",
    ],
    [{ kind: "number", min: 1 }, "1.5", "Type a whole number, 1 or more"],
    [{ kind: "seconds", min: 1, max: 60 }, "0.5", "Type a number from 1 to 60"],
    [{ kind: "seconds", min: 1, max: 60 }, "1.5", undefined],
    [{ kind: "size", unit: "bytes" }, "-1G", "Type a size such as 512M or 16G"],
    [{ kind: "size", unit: "bytes" }, "16 hours", "Type a size such as 512M or 16G"],
    [{ kind: "size", unit: "MiB" }, "1K", "Type a size of 1 MiB or more"],
    [{ kind: "size", unit: "MiB" }, "99999999P", "Type a size such as 512M or 16G"],
    [{ kind: "sizes" }, ["10G", "10G"], undefined],
    [{ kind: "sizes" }, ["10G", "ten"], "“ten” is not a size such as 10G"],
  ] as [DistributiveOmit<FieldSpec, "name" | "label">, unknown, string | undefined][])(
    "name what is wrong with %j when it holds %j: %s",
    (spec, value, problem) => {
      const field = { name: "It", label: "It", ...spec } as FieldSpec;
      expect(errorsOf([field], { It: value })["It"]).toBe(problem);
    },
  );

  it.each([
    ["", "", []],
    ["10.0.0.1", "10.0.0.2", []],
    ["10.0.0.1", " ", ["Last"]],
    ["", "10.0.0.2", ["First"]],
  ])("that go together are filled in together: “%s” and “%s”", (First, Last, wrong) => {
    const pair: readonly FieldSpec[] = [
      { kind: "text", name: "First", label: "First", optional: true, with: "Last" },
      { kind: "text", name: "Last", label: "Last", optional: true, with: "First" },
    ];
    expect(Object.keys(errorsOf(pair, { First, Last }))).toEqual(wrong);
  });

  it("treat __proto__ as a tag like any other", () => {
    const request = requestOf(fields, { MemoryInMiB: "1G", MilliCPUs: "1", Tags: [["__proto__", "x"]] });
    expect(Object.keys(request["Tags"] as object)).toEqual(["__proto__"]);
  });
});
