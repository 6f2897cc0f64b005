import { describe, expect, it } from "vitest";
import { nameOf } from "../actions/vm-subject.ts";
import { plainName } from "./plain-name.ts";

describe("a name that somebody else chose", () => {
  it.each([
    ["web-1", "web-1"],
    ["datenbank-münchen", "datenbank-münchen"],
    ["שרת", "שרת"],
    ["👩‍💻 box".replace("\u200d", ""), "👩💻 box"],
    ["web-\u202e1-dorp", "web-\\u{202e}1-dorp"],
    ["prod\u2066db\u2069", "prod\\u{2066}db\\u{2069}"],
    ["web\u200b-1", "web\\u{200b}-1"],
    ["web\ufeff", "web\\u{feff}"],
    ["web\u{e0041}", "web\\u{e0041}"],
    ["web\r\n1\x1b[2J", "web\\u{d}\\u{a}1\\u{1b}[2J"],
  ])("%j is shown as %j", (name, shown) => {
    expect(plainName(name)).toBe(shown);
  });

  it("is never empty: a VM without a visible name is called by its address", () => {
    expect(nameOf("  ", { Name: "\u3000" }, "10.0.0.7")).toBe("10.0.0.7");
    expect(nameOf("", { Name: "tag\u202e" }, "10.0.0.7")).toBe("tag\\u{202e}");
    expect(nameOf(undefined, undefined, "10.0.0.7")).toBe("10.0.0.7");
  });
});
