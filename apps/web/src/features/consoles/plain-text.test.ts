import { describe, expect, it } from "vitest";
import { plainText } from "./plain-text.ts";

describe("output as plain text", () => {
  it.each([
    ["lines as they are", "one\r\ntwo\r\n\r\n\tthree", "one\ntwo\n\n\tthree"],
    ["no colours", "[\x1b[0;32m  OK  \x1b[0m] Started", "[  OK  ] Started"],
    [
      "no titles, clipboards and links",
      "\x1b]0;root@web\x07$ \x1b]52;c;AAAA\x1b\\ls \x1b]8;;http://x\x07here\x1b]8;;\x07",
      "$ ls here",
    ],
    ["no letter sets and modes", "\x1b(B\x1b[?1049h\x1b=x\x1b>\x0f", "x"],
    ["the last state of a progress bar", "10%\r 50%\r100%\r\ndone", "100%\ndone"],
    ["a shorter last state, when the rest was erased", "downloading\rdone\x1b[K\r\n", "done\n"],
    ["what a mistyped word was corrected to", "lz\b \bs\r\n", "ls\n"],
    ["letters of every script", "日本 \u{1f600} ä", "日本 \u{1f600} ä"],
    ["what follows a sequence that never ends", "\x1b]0;endless\x18after", "after"],
  ])("has %s", (_name, output, text) => {
    expect(plainText(output)).toBe(text);
  });

  it("takes no longer for output that means harm", () => {
    const started = performance.now();
    plainText(
      `${"\x1b]".repeat(200_000)}${"\x1b[".repeat(200_000)}${"\b".repeat(200_000)}${"\r".repeat(200_000)}`,
    );
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
