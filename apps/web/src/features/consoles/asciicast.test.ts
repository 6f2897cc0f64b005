import { describe, expect, it } from "vitest";
import { type Cast, castLimits, formatCast, parseCast } from "./asciicast.ts";

const cast: Cast = {
  title: "web-1",
  cols: 80,
  rows: 24,
  startedAt: 1_700_000_000,
  events: [
    { at: 0, kind: "output", data: "\u001b[31mred\r\n" },
    { at: 0.25, kind: "resize", data: "100x30" },
    { at: 1.5, kind: "output", data: "ÅΩ😀\ufffd" },
  ],
};
const header = '{"version":2,"width":80,"height":24}';

describe("asciicast", () => {
  it("reads back what it wrote", () => {
    expect(parseCast(formatCast(cast))).toEqual(cast);
  });

  it("leaves out typed keys and markers, and a last line that is cut off", () => {
    const parsed = parseCast(`${header}\n[0.1,"i","secret"]\n[0.2,"m",""]\n[0.3,"o","x"]\n[0.4,"o","y`);
    expect(parsed.events).toEqual([{ at: 0.3, kind: "output", data: "x" }]);
  });

  it("never goes back in time", () => {
    expect(parseCast(`${header}\n[2,"o","a"]\n[1,"o","b"]`).events.map(({ at }) => at)).toEqual([2, 2]);
  });

  it.each([
    ["", "not a recording"],
    ["[]", "not a recording"],
    ['{"version":3,"width":80,"height":24}', "version 2"],
    ['{"version":2,"width":1e9,"height":24}', "larger than"],
    ['{"version":2,"width":-1,"height":24}', "larger than"],
    [`${header}\n{}\n[0,"o",""]`, "Line 2"],
    [`${header}\n[1e99,"o","x"]`, "Line 2"],
    [`${header}\n[-1,"o","x"]`, "Line 2"],
    [`${header}\n[0,"o",7]`, "Line 2"],
    [`${header}${'\n[0,"o",""]'.repeat(castLimits.events + 1)}`, "more than"],
  ])("refuses %.60s", (text, reason) => {
    expect(() => parseCast(text)).toThrow(reason);
  });

  it("drops sizes nobody can show, and control characters of a title", () => {
    const parsed = parseCast(
      `{"version":2,"width":80,"height":24,"title":"a\\u001b]0;b"}\n[0,"r","9999x9999"]`,
    );
    expect(parsed).toMatchObject({ title: "a]0;b", events: [] });
  });
});
