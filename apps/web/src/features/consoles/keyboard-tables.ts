/** An accent, as the combining character that Unicode has for it. */
export const accents = {
  grave: "\u0300",
  acute: "\u0301",
  circumflex: "\u0302",
  tilde: "\u0303",
  diaeresis: "\u0308",
} as const;

/** A key by its `KeyboardEvent.code`, and what is held with it. */
export type HeldKey = string | readonly [code: string, held: "shift" | "altGr"];

/**
 * What a guest with some keyboard types: plain and shifted characters of each row, from left to right; a space where a
 * key is not there or types nothing by itself. As Linux has them, which differs from Windows in dead keys only.
 */
export interface KeyboardTable {
  readonly name: string;
  readonly digits: readonly [plain: string, shifted: string];
  readonly upper: readonly [plain: string, shifted: string];
  readonly home: readonly [plain: string, shifted: string];
  readonly lower: readonly [plain: string, shifted: string];
  /** With AltGr, and with AltGr and Shift where that matters, by code. */
  readonly altGr: Readonly<Record<string, string>>;
  /** Keys that type nothing until the next one, which gets the accent. */
  readonly dead: Readonly<Partial<Record<keyof typeof accents, HeldKey>>>;
}

const swissAltGr = {
  KeyE: "€",
  Digit2: "@",
  Digit3: "#",
  Digit7: "|",
  BracketLeft: "[",
  BracketRight: "]",
  Quote: "{",
  Backslash: "}",
  IntlBackslash: "\\",
};
const swissDead = {
  circumflex: "Equal",
  grave: ["Equal", "shift"],
  tilde: ["Equal", "altGr"],
  diaeresis: "BracketRight",
  acute: ["Minus", "altGr"],
} as const;
const northernAltGr = {
  Digit2: "@",
  Digit4: "$",
  Digit7: "{",
  Digit8: "[",
  Digit9: "]",
  Digit0: "}",
  KeyE: "€",
};
const northernDead = {
  diaeresis: "BracketRight",
  circumflex: ["BracketRight", "shift"],
  tilde: ["BracketRight", "altGr"],
  acute: "Equal",
  grave: ["Equal", "shift"],
} as const;

export const keyboardTables = {
  us: {
    name: "English (US)",
    digits: ["`1234567890-=", "~!@#$%^&*()_+"],
    upper: ["qwertyuiop[]", "QWERTYUIOP{}"],
    home: ["asdfghjkl;'\\", 'ASDFGHJKL:"|'],
    lower: [" zxcvbnm,./", " ZXCVBNM<>?"],
    altGr: {},
    dead: {},
  },
  uk: {
    name: "English (UK)",
    digits: ["`1234567890-=", '¬!"£$%^&*()_+'],
    upper: ["qwertyuiop[]", "QWERTYUIOP{}"],
    home: ["asdfghjkl;'#", "ASDFGHJKL:@~"],
    lower: ["\\zxcvbnm,./", "|ZXCVBNM<>?"],
    altGr: { Digit4: "€" },
    dead: {},
  },
  dk: {
    name: "Danish",
    digits: ["½1234567890+ ", '§!"#¤%&/()=? '],
    upper: ["qwertyuiopå ", "QWERTYUIOPÅ "],
    home: ["asdfghjklæø'", "ASDFGHJKLÆØ*"],
    lower: ["<zxcvbnm,.-", ">ZXCVBNM;:_"],
    altGr: { ...northernAltGr, Equal: "|", IntlBackslash: "\\" },
    dead: northernDead,
  },
  fr: {
    name: "French",
    digits: ["²&é\"'(-è_çà)=", " 1234567890°+"],
    upper: ["azertyuiop $", "AZERTYUIOP £"],
    home: ["qsdfghjklmù*", "QSDFGHJKLM%µ"],
    lower: ["<wxcvbn,;:!", ">WXCVBN?./§"],
    altGr: {
      Digit2: "~",
      Digit3: "#",
      Digit4: "{",
      Digit5: "[",
      Digit6: "|",
      Digit7: "`",
      Digit8: "\\",
      Digit9: "^",
      Digit0: "@",
      Minus: "]",
      Equal: "}",
      KeyE: "€",
      BracketRight: "¤",
    },
    dead: { circumflex: "BracketLeft", diaeresis: ["BracketLeft", "shift"] },
  },
  de: {
    name: "German",
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
    dead: { circumflex: "Backquote", acute: "Equal", grave: ["Equal", "shift"] },
  },
  it: {
    name: "Italian",
    digits: ["\\1234567890'ì", '|!"£$%&/()=?^'],
    upper: ["qwertyuiopè+", "QWERTYUIOPé*"],
    home: ["asdfghjklòàù", "ASDFGHJKLç°§"],
    lower: ["<zxcvbnm,.-", ">ZXCVBNM;:_"],
    altGr: {
      KeyE: "€",
      Minus: "`",
      Equal: "~",
      BracketLeft: "[{",
      BracketRight: "]}",
      Semicolon: "@",
      Quote: "#",
    },
    dead: {},
  },
  jp: {
    name: "Japanese",
    digits: [" 1234567890-^ ", " !\"#$%&'() =~|"],
    upper: ["qwertyuiop@[", "QWERTYUIOP`{"],
    home: ["asdfghjkl;:]", "ASDFGHJKL+*}"],
    lower: [" zxcvbnm,./\\", " ZXCVBNM<>?_"],
    altGr: {},
    dead: {},
  },
  no: {
    name: "Norwegian",
    digits: ["|1234567890+\\", '§!"#¤%&/()=? '],
    upper: ["qwertyuiopå ", "QWERTYUIOPÅ "],
    home: ["asdfghjkløæ'", "ASDFGHJKLØÆ*"],
    lower: ["<zxcvbnm,.-", ">ZXCVBNM;:_"],
    altGr: northernAltGr,
    dead: { ...northernDead, acute: ["Equal", "altGr"] },
  },
  es: {
    name: "Spanish",
    digits: ["º1234567890'¡", 'ª!"·$%&/()=?¿'],
    upper: ["qwertyuiop +", "QWERTYUIOP *"],
    home: ["asdfghjklñ ç", "ASDFGHJKLÑ Ç"],
    lower: ["<zxcvbnm,.-", ">ZXCVBNM;:_"],
    altGr: {
      Backquote: "\\",
      Digit1: "|",
      Digit2: "@",
      Digit3: "#",
      Digit4: "~",
      Digit6: "¬",
      KeyE: "€",
      BracketLeft: "[",
      BracketRight: "]",
      Quote: "{",
      Backslash: "}",
    },
    dead: {
      grave: "BracketLeft",
      circumflex: ["BracketLeft", "shift"],
      acute: "Quote",
      diaeresis: ["Quote", "shift"],
    },
  },
  se: {
    name: "Swedish",
    digits: ["§1234567890+ ", '½!"#¤%&/()=? '],
    upper: ["qwertyuiopå ", "QWERTYUIOPÅ "],
    home: ["asdfghjklöä'", "ASDFGHJKLÖÄ*"],
    lower: ["<zxcvbnm,.-", ">ZXCVBNM;:_"],
    altGr: { ...northernAltGr, Minus: "\\", IntlBackslash: "|" },
    dead: northernDead,
  },
  "ch-fr": {
    name: "Swiss French",
    digits: ["§1234567890' ", '°+"*ç%&/()=? '],
    upper: ["qwertzuiopè ", "QWERTZUIOPü!"],
    home: ["asdfghjkléà$", "ASDFGHJKLöä£"],
    lower: ["<yxcvbnm,.-", ">YXCVBNM;:_"],
    altGr: swissAltGr,
    dead: swissDead,
  },
  ch: {
    name: "Swiss German",
    digits: ["§1234567890' ", '°+"*ç%&/()=? '],
    upper: ["qwertzuiopü ", "QWERTZUIOPè!"],
    home: ["asdfghjklöä$", "ASDFGHJKLéà£"],
    lower: ["<yxcvbnm,.-", ">YXCVBNM;:_"],
    altGr: swissAltGr,
    dead: swissDead,
  },
} as const satisfies Readonly<Record<string, KeyboardTable>>;
