import { describe, expect, it } from "vitest";
import { createLogger } from "../../src/telemetry/logger.ts";

/** What one entry becomes in the log. */
function logged(
  fields: object,
  text = "something was lost",
): { line: string; entry: Record<string, unknown> } {
  const lines: string[] = [];
  createLogger("info", { write: (line: string) => void lines.push(line) }).warn(fields, text);
  expect(lines).toHaveLength(1);
  const line = lines[0]!;
  return { line, entry: JSON.parse(line) };
}

/** Whatever ends a line, moves a terminal's cursor or turns the order of what is read. */
const dangerous = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

describe("what a hypervisor says stays inside its field of one line", () => {
  it.each([
    ["a line break", 'refused\n{"level":30,"msg":"alice signed in"}'],
    ["a carriage return", "refused\rall is well"],
    ["a terminal's command", "\u001b[2J\u001b]52;c;cm0gLXJm\u0007"],
    ["a terminal's command in one sign", "\u009b2J\u0090q\u009c\u0085"],
    ["separators of lines and paragraphs", "one\u2028two\u2029three"],
    ["signs that turn the order around", "\u202egnp.exe\u2066 \u200f\u061c"],
    ["quotes and backslashes", '","level":60,"x":"\\'],
    ["half a sign", "\ud800"],
  ])("%s", (_, reason) => {
    for (const { line, entry } of [
      logged({ reason }),
      logged({ err: new Error(reason) }),
      logged({}, reason),
    ]) {
      expect(line.replace(/\n$/, "")).not.toMatch(dangerous);
      expect(entry["level"]).toBe(40);
    }
    expect(logged({ reason }).entry["reason"]).toBe(reason);
  });

  it("a huge text is cut off, and the line says by how much", () => {
    const reason = "x".repeat(1_000_000);
    const { line, entry } = logged({ hypervisor: "a", reason });
    expect(line.length).toBeLessThan(5000);
    expect(entry).toMatchObject({ hypervisor: "a", reason: expect.stringMatching(/^x{4000}… 996000 more/) });
  });

  it("of an error too, with its stack and all that hangs on it", () => {
    const err = Object.assign(new Error("x".repeat(1_000_000)), { text: "y".repeat(1_000_000) });
    const { line, entry } = logged({ err });
    expect(line.length).toBeLessThan(15_000);
    expect(entry["err"]).toMatchObject({ type: "Error", message: expect.stringMatching(/^x{4000}…/) });
  });
});

it("secrets are taken out, in errors too", () => {
  const err = Object.assign(new Error("no"), { reply: { Token: "hush" } });
  const { line } = logged({ err, token: "hush", request: { AccessToken: "hush" } });
  expect(line).not.toContain("hush");
});
