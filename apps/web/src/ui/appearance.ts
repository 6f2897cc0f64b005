import { chooseUnits } from "./format.ts";
import { Value } from "./subscribable.ts";

export type Theme = "system" | "light" | "dark";
export type Density = "comfortable" | "compact";
export type TimeZone = "local" | "utc";
export type Units = "binary" | "decimal";
export interface Appearance {
  readonly theme: Theme;
  readonly density: Density;
  readonly timeZone: TimeZone;
  /** Whether sizes are written in GiB or in GB. */
  readonly units: Units;
}

const storageKey = "stackdeck.appearance";
const standard: Appearance = { theme: "system", density: "comfortable", timeZone: "local", units: "binary" };

function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.includes(value as T) ? (value as T) : otherwise;
}

/** Reads what was stored, ignoring what is not understood. */
function parseAppearance(text: string | null): Appearance {
  try {
    const stored = JSON.parse(text ?? "{}") as Record<string, unknown>;
    return {
      theme: oneOf(stored["theme"], ["system", "light", "dark"], standard.theme),
      density: oneOf(stored["density"], ["comfortable", "compact"], standard.density),
      timeZone: oneOf(stored["timeZone"], ["local", "utc"], standard.timeZone),
      units: oneOf(stored["units"], ["binary", "decimal"], standard.units),
    };
  } catch {
    return standard;
  }
}

function read(): Appearance {
  try {
    return parseAppearance(localStorage.getItem(storageKey));
  } catch {
    return standard;
  }
}

export const appearance = new Value<Appearance>(read());

/** Changes the looks at once, here and in later visits. */
export function changeAppearance(change: Partial<Appearance>): void {
  appearance.update((before) => ({ ...before, ...change }));
  try {
    localStorage.setItem(storageKey, JSON.stringify(appearance.get()));
  } catch {
    // Private windows may refuse storage: the choice then lasts as long as the page.
  }
  applyAppearance();
}

/** Puts the choice where the style sheets look for it. */
export function applyAppearance(): void {
  const { theme, density, units } = appearance.get();
  chooseUnits(units);
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset["theme"];
  else dataset["theme"] = theme;
  if (density === "compact") dataset["density"] = "compact";
  else delete dataset["density"];
}
