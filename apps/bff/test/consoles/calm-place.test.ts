import { describe, expect, it } from "vitest";
import { ByteRing } from "../../src/consoles/byte-ring.ts";
import { calmPlace } from "../../src/consoles/calm-place.ts";

const ringOf = (text: string): ByteRing => {
  const ring = new ByteRing({ capacity: 1 << 16 });
  ring.append(Buffer.from(text));
  return ring;
};

describe("calm place of a terminal's stream", () => {
  it.each([
    ["behind the end of a line", "ab\ncd", 0, 3],
    ["before a sequence", "ab\x1b[1mcd", 0, 2],
    ["behind the rest of a cut sequence", "\x1b[38;5;200mred\x1b[0m", 3, 14],
    ["where it was, when a sequence begins there", "\x1b[1mx", 0, 0],
    ["where it was, when nothing is near", "x".repeat(9000), 10, 10],
    ["where it was, at the end", "abc", 3, 3],
  ])("is %s", (_name, text, offset, place) => {
    expect(calmPlace(ringOf(text), offset)).toBe(place);
  });
});
