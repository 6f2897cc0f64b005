import { Terminal } from "@xterm/xterm";
import { documentWithAdoptedStyles } from "./adopted-styles.ts";
import { consolePreferences } from "./console-preferences.ts";
import { terminalTheme } from "./terminal-theme.ts";

/** Lines of history. */
const scrollback = 10_000;

/**
 * A terminal as consoles look and behave here.
 * @param link the user wants to see where a link leads
 */
export function newTerminal(link: (address: string) => void): Terminal {
  const { fontSize, screenReader } = consolePreferences.get();
  return new Terminal({
    allowProposedApi: true,
    // A guest's nonsense is not for the browser's console.
    logLevel: "off",
    documentOverride: documentWithAdoptedStyles(),
    scrollback,
    // A guest that clears its screen does not take the lines away that were on it.
    scrollOnEraseInDisplay: true,
    fontSize,
    fontFamily: '"JetBrains Mono Variable", ui-monospace, Menlo, Consolas, monospace',
    lineHeight: 1.15,
    theme: terminalTheme,
    minimumContrastRatio: 4.5,
    cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    screenReaderMode: screenReader,
    linkHandler: { activate: (_event, address) => link(address), allowNonHttpProtocols: false },
  });
}
