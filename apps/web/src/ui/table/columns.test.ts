import { describe, expect, it } from "vitest";
import { csvCell, csvOf } from "./columns.ts";

describe("CSV export", () => {
  it.each([
    ["plain", "plain"],
    ["a,b", '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
    ["@sum", "'@sum"],
    ["-2+3", "'-2+3"],
    ["+1,2", '"\'+1,2"'],
  ])("%s becomes %s", (text, cell) => expect(csvCell(text)).toBe(cell));

  it("has a head line and ends each line", () => {
    const columns = [
      { id: "a", label: "A", width: "1fr", render: (n: number) => n, text: (n: number) => `${n}` },
    ];
    expect(csvOf(columns, [1, 2])).toBe("A\r\n1\r\n2\r\n");
  });
});
