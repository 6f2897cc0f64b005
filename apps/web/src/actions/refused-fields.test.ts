import { expect, it } from "vitest";
import type { FieldSpec } from "../ui/form/field-spec.ts";
import { refusedFields } from "./refused-fields.ts";

const fields: readonly FieldSpec[] = [
  { kind: "size", unit: "MiB", name: "MemoryInMiB", label: "Memory" },
  { kind: "text", name: "IpGateway", label: "Gateway" },
];
const problem = (field: string) => ({
  type: "",
  title: "",
  status: 400,
  code: "INVALID_INPUT",
  requestId: "r",
  errors: [{ field, message: "no" }],
});

it.each([
  ["MemoryInMiB", { MemoryInMiB: "no" }],
  ["Add[0].IpGateway", { IpGateway: "no" }],
  ["Elsewhere", {}],
])("a refusal of %s stands beside %j", (field, errors) => {
  const values = { MemoryInMiB: "1G", IpGateway: "10.0.0.1" };
  expect(refusedFields(fields, problem(field), values, { ...values })).toEqual(errors);
  expect(refusedFields(fields, problem(field), values, { MemoryInMiB: "2G", IpGateway: "10.0.0.2" })).toEqual(
    {},
  );
  expect(refusedFields(fields, undefined, undefined, values)).toEqual({});
});
