import { accents, type HeldKey, type KeyboardTable, keyboardTables } from "./keyboard-tables.ts";

/** A key to press: its place on the keyboard, what must be held, and what it means. */
export interface KeyPress {
  /** `KeyboardEvent.code` of the key. */
  readonly code: string;
  readonly shift: boolean;
  readonly altGr: boolean;
  /** X11 keysym of the character, or of the accent of a dead key. */
  readonly keysym: number;
}

export type LayoutName = keyof typeof keyboardTables;

/** Names for people, in the order in which they are offered. */
export const layoutNames = Object.fromEntries(
  Object.entries(keyboardTables).map(([layout, { name }]) => [layout, name]),
) as Readonly<Record<LayoutName, string>>;

/** Keys of a row from left to right, by code. The last one of the first and of the last row is on Japanese keyboards. */
const rows = {
  digits: ["Backquote", ...codes("Digit", "1234567890"), "Minus", "Equal", "IntlYen"],
  upper: [...codes("Key", "QWERTYUIOP"), "BracketLeft", "BracketRight"],
  home: [...codes("Key", "ASDFGHJKL"), "Semicolon", "Quote", "Backslash"],
  lower: ["IntlBackslash", ...codes("Key", "ZXCVBNM"), "Comma", "Period", "Slash", "IntlRo"],
} as const;
const levels = [
  { shift: false, altGr: false },
  { shift: true, altGr: false },
] as const;
const altGrLevels = [
  { shift: false, altGr: true },
  { shift: true, altGr: true },
] as const;

function codes(prefix: string, letters: string): readonly string[] {
  return [...letters].map((letter) => prefix + letter);
}

const deadKeysyms = {
  grave: 0xfe50,
  acute: 0xfe51,
  circumflex: 0xfe52,
  tilde: 0xfe53,
  diaeresis: 0xfe57,
} as const;
/** What a dead key and the space bar type, where all guests agree. */
const deadAndSpace = { grave: "`", circumflex: "^", tilde: "~" } as const;
/** Guests compose an accent and a letter as far as Latin-1 has both in one. */
const composable = [..."aeiouynAEIOUYN"];
const lastOfLatin1 = "\u00ff";

const keysymOf = (character: string): number => {
  const point = character.codePointAt(0) ?? 0;
  return point < 0x100 ? point : 0x01000000 | point;
};

const plainKey = (code: string, keysym: number): KeyPress => ({ code, shift: false, altGr: false, keysym });
const spaceBar = plainKey("Space", 0x20);

/** By character, the keys that type it: one, or a dead key and another. */
type Typing = Map<string, readonly KeyPress[]>;

function typingOf(table: KeyboardTable): Typing {
  const typing: Typing = new Map([
    [" ", [spaceBar]],
    ["\n", [plainKey("Enter", 0xff0d)]],
    ["\t", [plainKey("Tab", 0xff09)]],
  ]);
  const add = (character: string | undefined, press: Omit<KeyPress, "keysym">): void => {
    if (character !== undefined && character !== " " && !typing.has(character))
      typing.set(character, [{ ...press, keysym: keysymOf(character) }]);
  };
  for (const [level, held] of levels.entries())
    for (const row of ["digits", "upper", "home", "lower"] as const)
      for (const [index, code] of rows[row].entries()) add(table[row][level]?.[index], { code, ...held });
  for (const [level, held] of altGrLevels.entries())
    for (const [code, characters] of Object.entries(table.altGr))
      add([...characters][level], { code, ...held });
  addAccents(typing, table);
  return typing;
}

function addAccents(typing: Typing, { dead }: KeyboardTable): void {
  for (const [accent, key] of Object.entries(dead) as [keyof typeof accents, HeldKey][]) {
    const [code, held] = typeof key === "string" ? [key] : key;
    const deadKey = { code, shift: held === "shift", altGr: held === "altGr", keysym: deadKeysyms[accent] };
    const add = (character: string | undefined, presses: readonly KeyPress[]): void => {
      if (
        character !== undefined &&
        character.length === 1 &&
        character <= lastOfLatin1 &&
        !typing.has(character)
      )
        typing.set(character, [deadKey, ...presses]);
    };
    add({ ...deadAndSpace, acute: undefined, diaeresis: undefined }[accent], [spaceBar]);
    for (const letter of composable)
      add((letter + accents[accent]).normalize("NFC"), typing.get(letter) ?? []);
  }
}

export interface TypingPlan {
  readonly presses: readonly KeyPress[];
  /** Characters that the layout cannot type, each once, with how often. */
  readonly impossible: ReadonlyMap<string, number>;
}

/** Which keys type a text on a guest with that keyboard layout, and what cannot be typed at all. */
export function planTyping(text: string, layout: LayoutName): TypingPlan {
  const typing = typingOf(keyboardTables[layout]);
  const presses: KeyPress[] = [];
  const impossible = new Map<string, number>();
  for (const character of text.normalize("NFC").replace(/\r\n?/g, "\n")) {
    const keys = typing.get(character);
    if (keys === undefined) impossible.set(character, (impossible.get(character) ?? 0) + 1);
    else presses.push(...keys);
  }
  return { presses, impossible };
}
