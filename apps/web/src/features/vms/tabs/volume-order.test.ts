import { expect, it } from "vitest";
import { moved } from "./volume-order.ts";

it.each([
  [3, 0, 2, [1, 2, 0]],
  [3, 2, 0, [2, 0, 1]],
  [3, 1, 0, [1, 0, 2]],
  [2, 1, 1, [0, 1]],
])("of %d volumes, %d moved to %d", (count, from, to, order) =>
  expect(moved(count, from, to)).toEqual(order),
);
