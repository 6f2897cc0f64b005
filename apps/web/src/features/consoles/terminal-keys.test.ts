import { describe, expect, it } from "vitest";
import { copiesByKeys, isReport } from "./terminal-keys.ts";

describe("what a terminal says", () => {
  it.each([
    ["\x1b[<35;10;20M", true],
    ["\x1b[<0;10;20m", true],
    ["\x1b[I", true],
    ["\x1b[O", true],
    ["\x1b[A", false],
    ["\x1b[1;2R", false],
    ["\x1b", false],
    ["I", false],
    ["\x1b[<35;10;20Mls", false],
  ])("%j was said by itself: %s", (text, itself) => {
    expect(isReport(text)).toBe(itself);
  });

  it("keeps Ctrl+Shift+C from guest and browser, and no other key", () => {
    const keys = {
      type: "keydown",
      code: "KeyC",
      ctrlKey: true,
      shiftKey: true,
      altKey: false,
      metaKey: false,
    };
    let prevented = 0;
    const preventDefault = () => {
      prevented += 1;
    };
    const nothing = () => "";
    expect(copiesByKeys({ ...keys, preventDefault }, nothing)).toBe(true);
    expect(copiesByKeys({ ...keys, shiftKey: false, preventDefault }, nothing)).toBe(false);
    expect(copiesByKeys({ ...keys, altKey: true, preventDefault }, nothing)).toBe(false);
    expect(copiesByKeys({ ...keys, code: "KeyV", preventDefault }, nothing)).toBe(false);
    expect(prevented).toBe(1);
  });
});
