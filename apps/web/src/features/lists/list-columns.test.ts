import { describe, expect, it } from "vitest";
import { formatColumns, moveColumn, parseColumns, resizeColumn, shiftColumn } from "./list-columns.ts";

const known = ["a", "b", "c"];
const parse = (text: string) => parseColumns(text, known, ["a", "b"]);

describe("columns in the URL", () => {
  it("keep order, width and tags, whatever the tags are called", () => {
    const choices = [{ id: "b", width: 120 }, { id: "tag:a,b@c%" }, { id: "a" }];
    const text = formatColumns(choices, ["a", "b"]);
    expect(parse(text)).toEqual(choices);
    expect(formatColumns([{ id: "a" }, { id: "b" }], ["a", "b"])).toBe("");
    expect(formatColumns([{ id: "b" }, { id: "a" }], ["a", "b"])).toBe("b,a");
  });

  it("take what is understood", () => {
    expect(parse("zzz,b,b@12,tag:,a@nonsense")).toEqual([{ id: "b" }, { id: "a" }]);
    expect(parse("zzz")).toEqual([{ id: "a" }, { id: "b" }]);
    expect(parse("a@1,tag:%")).toEqual([{ id: "a", width: 48 }, { id: "tag:%" }]);
  });

  it("are moved and made wider", () => {
    const choices = [{ id: "a" }, { id: "b" }, { id: "c" }];
    const ids = (list: readonly { id: string }[]) => list.map((it) => it.id).join("");
    expect(ids(moveColumn(choices, "c", "a"))).toBe("cab");
    expect(ids(moveColumn(choices, "a", undefined))).toBe("bca");
    expect(ids(shiftColumn(choices, "b", -1))).toBe("bac");
    expect(ids(shiftColumn(choices, "c", 1))).toBe("abc");
    expect(resizeColumn(choices, "b", 100)[1]).toEqual({ id: "b", width: 100 });
    expect(resizeColumn([{ id: "b", width: 100 }], "b", undefined)).toEqual([{ id: "b" }]);
  });
});
