import { describe, expect, it } from "vitest";
import { errorsOf, type FieldSpec, requestOf } from "./field-spec.ts";

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
      "“env” is there twice",
    ],
  ] as const)("lose no tag without a word: %j", (rows, problem) => {
    const errors = errorsOf(fields, { MemoryInMiB: "1G", MilliCPUs: "1", Tags: rows });
    expect(errors["Tags"]).toBe(problem);
  });

  it("treat __proto__ as a tag like any other", () => {
    const request = requestOf(fields, { MemoryInMiB: "1G", MilliCPUs: "1", Tags: [["__proto__", "x"]] });
    expect(Object.keys(request["Tags"] as object)).toEqual(["__proto__"]);
  });
});
