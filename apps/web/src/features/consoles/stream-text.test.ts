import { describe, expect, it } from "vitest";
import { appearance } from "../../ui/appearance.ts";
import { markText } from "./stream-text.ts";

describe("markText", () => {
  const on = "2026-03-02T21:05:09.000Z";

  it("writes times as the rest of the app does, in the zone that was chosen", () => {
    appearance.update((it) => ({ ...it, timeZone: "utc" }));
    expect(markText("boot", "The VM was started", on)).toContain(
      "The VM was started, 2026-03-02 21:05:09 UTC",
    );
    appearance.update((it) => ({ ...it, timeZone: "local" }));
    expect(markText("boot", "The VM was started", on)).toMatch(/started, 2026-03-0\d \d\d:05:09 /);
  });

  it("leaves out a time nobody can read", () => {
    expect(markText("boot", "The VM was started", "soon")).not.toContain(",");
  });
});
