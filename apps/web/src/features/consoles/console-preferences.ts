import { Value } from "../../ui/subscribable.ts";
import { type TypingSpeed, typingSpeeds } from "./key-typist.ts";
import { type LayoutName, layoutNames } from "./keyboard-layouts.ts";

export interface ConsolePreferences {
  /** In pixels, 8 to 32. */
  readonly fontSize: number;
  readonly screenReader: boolean;
  readonly timestamps: boolean;
  /** Of the guests into which text is typed as keys. */
  readonly guestLayout: LayoutName;
  readonly typingSpeed: TypingSpeed;
}

const storageKey = "stackdeck.console";
const standard: ConsolePreferences = {
  fontSize: 14,
  screenReader: false,
  timestamps: false,
  guestLayout: "us",
  typingSpeed: "normal",
};

/** A stored choice when it is one of those there are. */
const chosen = <T extends string>(value: unknown, choices: Readonly<Record<T, string>>, otherwise: T): T =>
  typeof value === "string" && Object.hasOwn(choices, value) ? (value as T) : otherwise;

/** Reads what was stored, ignoring what is not understood. */
export function parseConsolePreferences(text: string | null): ConsolePreferences {
  try {
    const stored = JSON.parse(text ?? "{}") as Record<string, unknown>;
    const size = stored["fontSize"];
    return {
      fontSize: typeof size === "number" ? Math.min(32, Math.max(8, Math.round(size))) : standard.fontSize,
      screenReader: stored["screenReader"] === true,
      timestamps: stored["timestamps"] === true,
      guestLayout: chosen(stored["guestLayout"], layoutNames, standard.guestLayout),
      typingSpeed: chosen(stored["typingSpeed"], typingSpeeds, standard.typingSpeed),
    };
  } catch {
    return standard;
  }
}

function read(): ConsolePreferences {
  try {
    return parseConsolePreferences(localStorage.getItem(storageKey));
  } catch {
    return standard;
  }
}

export const consolePreferences = new Value<ConsolePreferences>(read());

/** Changes how consoles look, here and in later visits. */
export function changeConsolePreferences(change: Partial<ConsolePreferences>): void {
  const next = parseConsolePreferences(JSON.stringify({ ...consolePreferences.get(), ...change }));
  consolePreferences.set(next);
  try {
    localStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // Private windows may refuse storage: the choice then lasts as long as the page.
  }
}
