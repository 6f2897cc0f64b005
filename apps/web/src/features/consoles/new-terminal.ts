import { type ITerminalOptions, Terminal } from "@xterm/xterm";
import { documentWithAdoptedStyles } from "./adopted-styles.ts";
import { consolePreferences } from "./console-preferences.ts";
import { terminalTheme } from "./terminal-theme.ts";

/** Lines of history. */
const scrollback = 10_000;
const fontFamily = '"JetBrains Mono Variable", ui-monospace, Menlo, Consolas, monospace';

/**
 * A terminal as consoles look here.
 * @param link the user wants to see where a link leads
 */
export function newTerminal(link: (address: string) => void, options: ITerminalOptions = {}): Terminal {
  const { fontSize, screenReader } = consolePreferences.get();
  return new Terminal({
    allowProposedApi: true,
    // A guest's nonsense is not for the browser's console.
    logLevel: "off",
    documentOverride: documentWithAdoptedStyles(),
    scrollback,
    fontSize,
    fontFamily,
    lineHeight: 1.15,
    theme: terminalTheme,
    minimumContrastRatio: 4.5,
    screenReaderMode: screenReader,
    linkHandler: { activate: (_event, address) => link(address), allowNonHttpProtocols: false },
    ...options,
  });
}

/**
 * Has an opened terminal measure its letters again when their font is there: it is fetched when it is first used, and
 * until then another one is measured, which may be narrower or lower.
 */
export async function measureWithFont(terminal: Terminal): Promise<void> {
  await document.fonts.load(`${terminal.options.fontSize}px ${fontFamily}`).catch(() => undefined);
  // It measures when this changes.
  terminal.options.fontFamily = "monospace";
  terminal.options.fontFamily = fontFamily;
}
