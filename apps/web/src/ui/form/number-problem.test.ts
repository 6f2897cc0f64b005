import { expect, it } from "vitest";
import { numberProblem } from "./number-problem.ts";

it.each([
  ["7", { min: 1, max: 50, whole: true }, undefined],
  [" 7 ", { min: 1, whole: true }, undefined],
  ["-20", { min: -20, max: 19, whole: true }, undefined],
  ["1.5", {}, undefined],
  ["1.5", { min: 1, max: 50, whole: true }, "Type a whole number from 1 to 50"],
  ["51", { min: 1, max: 50, whole: true }, "Type a whole number from 1 to 50"],
  ["-21", { min: -20, max: 19, whole: true }, "Type a whole number from −20 to 19"],
  ["0", { min: 1, whole: true }, "Type a whole number, 1 or more"],
  ["99999999999999999999", { min: 1, whole: true }, "Type a whole number, 1 or more"],
  ["Infinity", { min: 1 }, "Type a number, 1 or more"],
  ["0x10", { min: 1 }, "Type a number, 1 or more"],
  ["1e3", { min: 1 }, "Type a number, 1 or more"],
  ["", {}, "Type a number"],
  ["٣", { max: 5 }, "Type a number, 5 or less"],
])("“%s” as a number within %j: %s", (text, limits, problem) => {
  expect(numberProblem(text, limits)).toBe(problem);
});
