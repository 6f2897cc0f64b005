import { describe, expect, it } from "vitest";
import { type KeyPress, type LayoutName, layoutNames, planTyping } from "./keyboard-layouts.ts";

const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 32 + index));
const layouts = Object.keys(layoutNames) as LayoutName[];

const nameOf = ({ code, shift, altGr }: KeyPress): string =>
  `${shift ? "S-" : ""}${altGr ? "G-" : ""}${code}`;
const keys = (text: string, layout: LayoutName): string =>
  planTyping(text, layout)
    .presses.map((press) => nameOf(press))
    .join(" ");

describe("typing as keys", () => {
  it.each([
    ["us", "y@", "KeyY S-Digit2"],
    ["us", "\r\n\t ", "Enter Tab Space"],
    ["uk", '"£~#\\|€', "S-Digit2 S-Digit3 S-Backslash Backslash IntlBackslash S-IntlBackslash G-Digit4"],
    // Letters have other places.
    ["de", "yZ@ß~|", "KeyZ S-KeyY G-KeyQ Minus G-BracketRight G-IntlBackslash"],
    ["fr", "aqzwm,;:!?", "KeyQ KeyA KeyW KeyZ Semicolon KeyM Comma Period Slash S-KeyM"],
    ["ch", "yz", "KeyZ KeyY"],
    // Digits are shifted.
    ["fr", "10.5/é", "S-Digit1 S-Digit0 S-Comma S-Digit5 S-Period Digit2"],
    // What shells and files are full of.
    ["fr", "#{[|\\@]}~", "G-Digit3 G-Digit4 G-Digit5 G-Digit6 G-Digit8 G-Digit0 G-Minus G-Equal G-Digit2"],
    [
      "es",
      "\\|@#~[]{}",
      "G-Backquote G-Digit1 G-Digit2 G-Digit3 G-Digit4 G-BracketLeft G-BracketRight G-Quote G-Backslash",
    ],
    [
      "it",
      "\\|@#[]{}",
      "Backquote S-Backquote G-Semicolon G-Quote G-BracketLeft G-BracketRight S-G-BracketLeft S-G-BracketRight",
    ],
    ["se", "\\|@$", "G-Minus G-IntlBackslash G-Digit2 G-Digit4"],
    ["no", "\\|@", "Equal Backquote G-Digit2"],
    ["dk", "\\|@", "G-IntlBackslash G-Equal G-Digit2"],
    [
      "ch",
      "\\|@#[]{}$",
      "G-IntlBackslash G-Digit7 G-Digit2 G-Digit3 G-BracketLeft G-BracketRight G-Quote G-Backslash Backslash",
    ],
    [
      "jp",
      "@[]:\"'^~\\_|",
      "BracketLeft BracketRight Backslash Quote S-Digit2 S-Digit7 Equal S-Equal IntlRo S-IntlRo S-IntlYen",
    ],
    // The same keys, other letters.
    ["no", "øæ", "Semicolon Quote"],
    ["dk", "øæ", "Quote Semicolon"],
    ["ch", "öé", "Semicolon S-Semicolon"],
    ["ch-fr", "éö", "Semicolon S-Semicolon"],
    // Dead keys: with a space, and with a letter.
    ["de", "^`", "Backquote Space S-Equal Space"],
    ["es", "^`", "S-BracketLeft Space BracketLeft Space"],
    ["se", "^`~", "S-BracketRight Space S-Equal Space G-BracketRight Space"],
    ["no", "é", "G-Equal KeyE"],
    ["ch", "^`~", "Equal Space S-Equal Space G-Equal Space"],
    ["fr", "êÖ", "BracketLeft KeyE S-BracketLeft S-KeyO"],
    ["es", "áÜñ", "Quote KeyA S-Quote S-KeyU Semicolon"],
    ["dk", "ã", "G-BracketRight KeyA"],
  ] as const)("%s: %s", (layout, text, expected) => {
    expect(keys(text, layout)).toBe(expected);
  });

  it.each(layouts)("%s: types all printable ASCII, and no two characters with the same keys", (layout) => {
    expect([...planTyping(ascii, layout).impossible.keys()]).toEqual([]);
    const typed = [...ascii].map((character) => keys(character, layout));
    expect(new Set(typed).size).toBe(ascii.length);
  });

  it("types a letter with its accent in one or in two characters", () => {
    expect(keys("e\u0301", "es")).toBe(keys("é", "es"));
  });

  it("says honestly what it cannot type", () => {
    expect([...planTyping("a€b€日", "us").impossible]).toEqual([
      ["€", 2],
      ["日", 1],
    ]);
    // Guests do not agree on what an accent and a space are, and few compose letters beyond Latin-1.
    expect([...planTyping("´¨ŵ", "ch").impossible.keys()]).toEqual(["´", "¨", "ŵ"]);
  });

  it("gives characters and accents the keysyms that servers without key codes need", () => {
    const keysyms = (text: string, layout: LayoutName) =>
      planTyping(text, layout).presses.map(({ keysym }) => keysym);
    expect(keysyms("é€", "fr")).toEqual([0xe9, 0x010020ac]);
    expect(keysyms("ê", "fr")).toEqual([0xfe52, 0x65]);
  });
});
