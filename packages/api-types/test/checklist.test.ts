import { expect, test } from "vitest";
import { methodList } from "../src/index.ts";
import { checklistText } from "../tools/checklist-text.ts";

const nothing = { calls: {}, conformance: {}, web: "", browserTests: "" };

function cells(text: string, name: string): string[] {
  const line = text.split("\n").find((one) => one.startsWith(`| ${name} |`)) ?? "";
  return line.split("|").map((cell) => cell.trim());
}

test("every API has a line and nothing is claimed without evidence", () => {
  const text = checklistText(methodList, nothing);
  for (const row of methodList) {
    expect(cells(text, row.name).slice(5, 10), row.name).toEqual(["–", "–", "–", "–", "–"]);
  }
});

test("evidence marks its own column of its own method", () => {
  const text = checklistText(methodList, {
    calls: { StopVm: { srpc: 7, rest: 6 }, RebootVm: { srpc: 1, rest: 0 }, StartVm: { srpc: 0, rest: 2 } },
    conformance: { StopVm: 5, StartVm: 0, GetVmVolume: 9 },
    web: '{ method: "StopVm" }, methods.RebootVm.label',
    browserTests: 'test("stops @api:StopVm", …)',
  });
  expect(cells(text, "StopVm").slice(5, 10)).toEqual(["7 callers", "6 callers", "yes", "5 tests", "tested"]);
  expect(cells(text, "RebootVm").slice(5, 10)).toEqual(["1 callers", "–", "–", "–", "yes"]);
  expect(cells(text, "StartVm").slice(5, 10)).toEqual(["–", "2 callers", "–", "–", "–"]);
  expect(cells(text, "GetVmVolume").slice(5, 10)).toEqual(["–", "–", "yes", "9 tests", "–"]);
});
