import { powerCovers } from "@stackdeck/api-types";
import { globMatches } from "@stackdeck/srpc";
import { expect, test } from "vitest";
import { pick, seededRandom } from "../src/base/random.ts";

test("the contract and the server read a method power alike", () => {
  const random = seededRandom(7);
  const text = (letters: readonly string[], longest: number): string =>
    Array.from({ length: Math.floor(random.next() * (longest + 1)) }, () => pick(random, letters)).join("");
  let covered = 0;
  for (let round = 0; round < 20_000; round++) {
    const pattern = text(["a", "b", "c", "*", "?", "[", "]", "^", "-", "\\", "/"], 8);
    const method = text(["a", "b", "c", "-", "]", "/"], 5);
    const covers = powerCovers(pattern, method);
    expect(globMatches(pattern, method), `${pattern} on ${method}`).toBe(covers);
    if (covers) covered++;
  }
  expect(covered).toBeGreaterThan(100);
});
