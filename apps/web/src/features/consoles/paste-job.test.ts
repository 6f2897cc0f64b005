import { describe, expect, it } from "vitest";
import { pasteFacts, terminalText } from "./paste-job.ts";

describe("paste", () => {
  it("turns line ends into Enter and drops control characters", () => {
    expect(terminalText("a\r\nb\nc\td\x1b[31m\x03\x7f")).toBe("a\rb\rc\td[31m");
  });

  it("counts for the preview", () => {
    expect(pasteFacts("one\ntwo\x07")).toEqual({ lines: 2, enters: 1, characters: 7, dropped: 1 });
    expect(pasteFacts("one\r\ntwo\n")).toMatchObject({ lines: 2, enters: 2 });
    expect(pasteFacts("one\n")).toMatchObject({ lines: 1, enters: 1 });
    expect(pasteFacts("one")).toMatchObject({ lines: 1, enters: 0 });
  });
});
