import { expect, it } from "vitest";
import { waitingReason } from "./waiting-reason.ts";

it.each([
  ["stopped", "The VM is stopped."],
  ["crashed", "The VM is crashed."],
  // It runs again and the console has not noticed yet: what was said stays for that moment.
  ["running", "The VM is stopping."],
])("a console that was told of a stopping VM says of a %s one: %s", (state, text) => {
  expect(waitingReason("The VM is stopping.", { state })).toBe(text);
});

it("says what the server said while nothing is known of the VM", () => {
  expect(waitingReason("The VM is stopping.", undefined)).toBe("The VM is stopping.");
});
