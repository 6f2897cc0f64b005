import { expect, test } from "vitest";
import { methodList } from "../src/index.ts";
import { checklistText } from "../tools/checklist-text.ts";

const nothing = {
  client: "",
  rest: "",
  consoles: "",
  simulator: "",
  conformance: "",
  web: "",
  browserTests: "",
};

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

test("evidence marks its own column only", () => {
  const text = checklistText(methodList, {
    ...nothing,
    client: "export async function requestReply(",
    rest: 'for (const row of methodList) switch … case "request-reply":',
    simulator: 'replyMethod("StopVm", …)',
    conformance: 'suite("StopVm", …)',
    web: '{ method: "StopVm" }, methods.RebootVm.label',
    browserTests: 'test("stops @api:StopVm", …)',
  });
  expect(cells(text, "StopVm").slice(5, 10)).toEqual(["yes", "yes", "yes", "yes", "tested"]);
  expect(cells(text, "RebootVm").slice(5, 10)).toEqual(["yes", "yes", "–", "–", "yes"]);
  expect(cells(text, "StartVmAsync").slice(5, 10)).toEqual(["yes", "–", "–", "–", "–"]);
  expect(cells(text, "GetVmVolume").slice(5, 10)).toEqual(["–", "–", "–", "–", "–"]);
});
