import { Value } from "../../ui/subscribable.ts";

export interface ConsolePreferences {
  /** In pixels, 8 to 32. */
  readonly fontSize: number;
  readonly screenReader: boolean;
  readonly timestamps: boolean;
}

const storageKey = "stackdeck.console";
const standard: ConsolePreferences = { fontSize: 14, screenReader: false, timestamps: false };

/** Reads what was stored, ignoring what is not understood. */
export function parseConsolePreferences(text: string | null): ConsolePreferences {
  try {
    const stored = JSON.parse(text ?? "{}") as Record<string, unknown>;
    const size = stored["fontSize"];
    return {
      fontSize: typeof size === "number" ? Math.min(32, Math.max(8, Math.round(size))) : standard.fontSize,
      screenReader: stored["screenReader"] === true,
      timestamps: stored["timestamps"] === true,
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
