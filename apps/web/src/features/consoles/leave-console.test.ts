import { expect, it } from "vitest";
import { leavesByKeys } from "./leave-console.ts";

const none = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };

it.each([
  [{ key: "F6", ctrlKey: true }, true],
  [{ key: "F6" }, false],
  [{ key: "F6", ctrlKey: true, shiftKey: true }, false],
  [{ key: "F6", ctrlKey: true, altKey: true }, false],
  [{ key: "Tab", ctrlKey: true }, false],
  [{ key: "Tab" }, false],
])("%j leaves a console: %s", (keys, leaves) => {
  expect(leavesByKeys({ ...none, ...keys })).toBe(leaves);
});
