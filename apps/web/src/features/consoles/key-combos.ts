/** A key of a combination. */
export interface ComboKey {
  readonly keysym: number;
  readonly code: string;
}

export interface KeyCombo {
  readonly label: string;
  readonly keys: readonly ComboKey[];
}

const named = {
  Ctrl: { keysym: 0xffe3, code: "ControlLeft" },
  Alt: { keysym: 0xffe9, code: "AltLeft" },
  Shift: { keysym: 0xffe1, code: "ShiftLeft" },
  Super: { keysym: 0xffeb, code: "MetaLeft" },
  Delete: { keysym: 0xffff, code: "Delete" },
  Backspace: { keysym: 0xff08, code: "Backspace" },
  Tab: { keysym: 0xff09, code: "Tab" },
  Escape: { keysym: 0xff1b, code: "Escape" },
  PrintScreen: { keysym: 0xff61, code: "PrintScreen" },
} as const satisfies Readonly<Record<string, ComboKey>>;

const functionKey = (number: number): ComboKey => ({ keysym: 0xffbd + number, code: `F${number}` });

const combo = (...names: readonly (keyof typeof named)[]): KeyCombo => ({
  label: names.join(" + "),
  keys: names.map((name) => named[name]),
});

/** Combinations that the browser or the system would keep for itself. */
export const keyCombos: readonly KeyCombo[] = [
  combo("Ctrl", "Alt", "Delete"),
  combo("Ctrl", "Alt", "Backspace"),
  combo("Alt", "Tab"),
  combo("Super"),
  combo("PrintScreen"),
  combo("Alt", "PrintScreen"),
];

export const functionKeys: readonly KeyCombo[] = Array.from({ length: 12 }, (_, index) => ({
  label: `F${index + 1}`,
  keys: [functionKey(index + 1)],
}));

export const virtualTerminals: readonly KeyCombo[] = Array.from({ length: 6 }, (_, index) => ({
  label: `Ctrl + Alt + F${index + 1}`,
  keys: [named.Ctrl, named.Alt, functionKey(index + 1)],
}));

const modifierCodes: Readonly<Record<string, ComboKey>> = {
  Control: named.Ctrl,
  Alt: named.Alt,
  Shift: named.Shift,
  Meta: named.Super,
};

const namedKeys: Readonly<Record<string, number>> = {
  Enter: 0xff0d,
  Tab: 0xff09,
  Backspace: 0xff08,
  Escape: 0xff1b,
  Delete: 0xffff,
  Insert: 0xff63,
  Home: 0xff50,
  End: 0xff57,
  PageUp: 0xff55,
  PageDown: 0xff56,
  ArrowLeft: 0xff51,
  ArrowUp: 0xff52,
  ArrowRight: 0xff53,
  ArrowDown: 0xff54,
  " ": 0x20,
};

/**
 * The combination a key event stands for.
 * @returns undefined for a modifier alone, and for keys that have no name everywhere
 */
export function comboOfEvent(
  event: Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">,
): KeyCombo | undefined {
  if (event.key in modifierCodes) return undefined;
  const functionNumber = /^F(\d{1,2})$/.exec(event.key)?.[1];
  const keysym =
    functionNumber !== undefined
      ? functionKey(Number(functionNumber)).keysym
      : (namedKeys[event.key] ??
        (event.key.length === 1 ? event.key.toLowerCase().charCodeAt(0) : undefined));
  if (keysym === undefined) return undefined;
  const held = [
    ...(event.ctrlKey ? ["Ctrl" as const] : []),
    ...(event.altKey ? ["Alt" as const] : []),
    ...(event.shiftKey ? ["Shift" as const] : []),
    ...(event.metaKey ? ["Super" as const] : []),
  ];
  const name = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return {
    label: [...held, name].join(" + "),
    keys: [...held.map((modifier) => named[modifier]), { keysym, code: event.code }],
  };
}

const storageKey = "stackdeck.combos";

/** Combinations the user has recorded; what is not understood is left out. */
export function loadCombos(): readonly KeyCombo[] {
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? "[]") as readonly KeyCombo[];
    return stored.filter((it) => typeof it.label === "string" && Array.isArray(it.keys)).slice(0, 20);
  } catch {
    return [];
  }
}

export function saveCombos(combos: readonly KeyCombo[]): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(combos));
  } catch {
    // Private windows may refuse storage: they then last as long as the page.
  }
}
