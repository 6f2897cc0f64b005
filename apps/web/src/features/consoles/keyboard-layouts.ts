/** A key to press: its place on the keyboard, what must be held, and what it means. */
export interface KeyPress {
  /** `KeyboardEvent.code` of the key. */
  readonly code: string;
  readonly shift: boolean;
  readonly altGr: boolean;
  /** X11 keysym of the character. */
  readonly keysym: number;
}

export type LayoutName = "us" | "uk" | "de";

export const layoutNames: Readonly<Record<LayoutName, string>> = {
  us: "English (US)",
  uk: "English (UK)",
  de: "German",
};

/** Keys of a row from left to right, by code; the texts below name what each types plainly and with Shift. */
const rows = {
  digits: ["Backquote", ..."1234567890".split("").map((digit) => `Digit${digit}`), "Minus", "Equal"],
  upper: [..."QWERTYUIOP".split("").map((letter) => `Key${letter}`), "BracketLeft", "BracketRight"],
  home: [..."ASDFGHJKL".split("").map((letter) => `Key${letter}`), "Semicolon", "Quote", "Backslash"],
  lower: [
    "IntlBackslash",
    ..."ZXCVBNM".split("").map((letter) => `Key${letter}`),
    "Comma",
    "Period",
    "Slash",
  ],
} as const;

interface LayoutText {
  /** Plain and shifted characters of each row; a space where a key types nothing here. */
  readonly digits: readonly [string, string];
  readonly upper: readonly [string, string];
  readonly home: readonly [string, string];
  readonly lower: readonly [string, string];
  /** Characters with AltGr, by code. */
  readonly altGr: Readonly<Record<string, string>>;
}

const layouts: Readonly<Record<LayoutName, LayoutText>> = {
  us: {
    digits: ["`1234567890-=", "~!@#$%^&*()_+"],
    upper: ["qwertyuiop[]", "QWERTYUIOP{}"],
    home: ["asdfghjkl;'\\", 'ASDFGHJKL:"|'],
    lower: [" zxcvbnm,./", " ZXCVBNM<>?"],
    altGr: {},
  },
  uk: {
    digits: ["`1234567890-=", '¬!"£$%^&*()_+'],
    upper: ["qwertyuiop[]", "QWERTYUIOP{}"],
    home: ["asdfghjkl;'#", "ASDFGHJKL:@~"],
    lower: ["\\zxcvbnm,./", "|ZXCVBNM<>?"],
    altGr: { Digit4: "€" },
  },
  de: {
    digits: [" 1234567890ß ", '°!"§$%&/()=? '],
    upper: ["qwertzuiopü+", "QWERTZUIOPÜ*"],
    home: ["asdfghjklöä#", "ASDFGHJKLÖÄ'"],
    lower: ["<yxcvbnm,.-", ">YXCVBNM;:_"],
    altGr: {
      KeyQ: "@",
      KeyE: "€",
      KeyM: "µ",
      Digit7: "{",
      Digit8: "[",
      Digit9: "]",
      Digit0: "}",
      Minus: "\\",
      BracketRight: "~",
      IntlBackslash: "|",
    },
  },
};

const keysymOf = (character: string): number => {
  const point = character.codePointAt(0) ?? 0;
  return point < 0x100 ? point : 0x01000000 | point;
};

/** Characters every layout types, that are not on a letter key. */
const common: readonly (readonly [string, KeyPress])[] = [
  [" ", { code: "Space", shift: false, altGr: false, keysym: 0x20 }],
  ["\n", { code: "Enter", shift: false, altGr: false, keysym: 0xff0d }],
  ["\t", { code: "Tab", shift: false, altGr: false, keysym: 0xff09 }],
];

function tableOf(layout: LayoutText): ReadonlyMap<string, KeyPress> {
  const table = new Map(common);
  const add = (character: string | undefined, press: Omit<KeyPress, "keysym">): void => {
    if (character !== undefined && character !== " " && !table.has(character))
      table.set(character, { ...press, keysym: keysymOf(character) });
  };
  for (const row of ["digits", "upper", "home", "lower"] as const) {
    const [plain, shifted] = layout[row].map((text) => [...text]);
    rows[row].forEach((code, index) => {
      add(plain?.[index], { code, shift: false, altGr: false });
      add(shifted?.[index], { code, shift: true, altGr: false });
    });
  }
  for (const [code, character] of Object.entries(layout.altGr))
    add(character, { code, shift: false, altGr: true });
  return table;
}

export interface TypingPlan {
  readonly presses: readonly KeyPress[];
  /** Characters that the layout cannot type, each once, with how often. */
  readonly impossible: ReadonlyMap<string, number>;
}

/** Which keys type a text on a guest with that keyboard layout, and what cannot be typed at all. */
export function planTyping(text: string, layout: LayoutName): TypingPlan {
  const table = tableOf(layouts[layout]);
  const presses: KeyPress[] = [];
  const impossible = new Map<string, number>();
  for (const character of text.replace(/\r\n?/g, "\n")) {
    const press = table.get(character);
    if (press === undefined) impossible.set(character, (impossible.get(character) ?? 0) + 1);
    else presses.push(press);
  }
  return { presses, impossible };
}
