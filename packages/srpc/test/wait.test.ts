import { expect, test } from "vitest";
import { waitFor } from "../src/transport/wait.ts";

test("a time that no timer can count does not end at once", async () => {
  const answer = waitFor<string>((resolve) => void setTimeout(() => resolve("in time"), 20), {
    timeoutMs: 1e13,
  });
  expect(await answer).toBe("in time");
});
