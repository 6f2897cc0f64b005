import { describe, expect, it, test } from "vitest";
import { wishOfKey, withSuggestion } from "./use-search-help.ts";

describe("a key in the search box", () => {
  const closed = { isListShown: false, isOnItem: false };
  const listed = { isListShown: true, isOnItem: false };
  const onItem = { isListShown: true, isOnItem: true };
  test.each([
    ["ArrowDown", closed, "down"],
    ["ArrowUp", onItem, "up"],
    ["Enter", onItem, "take"],
    ["Enter", listed, "settle"],
    ["Tab", onItem, "take"],
    ["Tab", listed, undefined],
    ["Escape", listed, "close"],
    ["Escape", closed, "leave"],
    ["a", onItem, undefined],
  ])("%s at %j: %s", (key, at, wish) => expect(wishOfKey(key, at)).toBe(wish));
});

describe("a suggestion that is taken", () => {
  const item = (kind: "key" | "operator" | "value", insert: string) =>
    ({ kind, insert, label: insert, detail: "" }) as const;
  it("goes on after a key", () => {
    expect(withSuggestion("st web", { from: 0, to: 2 }, item("key", "state"))).toEqual({
      text: "state web",
      cursor: 5,
    });
  });
  it("ends a value with one space", () => {
    expect(withSuggestion("state:ru web", { from: 6, to: 8 }, item("value", "running"))).toEqual({
      text: "state:running web",
      cursor: 14,
    });
  });
});
