import { Terminal } from "@xterm/xterm";
import { documentWithAdoptedStyles, withAdoptedStyles } from "./adopted-styles.ts";
import type { CastScreen } from "./cast-player.ts";
import { consolePreferences } from "./console-preferences.ts";
import { refuseHostileSequences } from "./hostile-output.ts";
import { terminalTheme } from "./terminal-theme.ts";

/** A terminal for playback: takes no keys, answers no questions, follows no links. */
export class CastTerminal implements CastScreen {
  readonly element = document.createElement("div");
  readonly #terminal: Terminal;

  constructor() {
    const { fontSize, screenReader } = consolePreferences.get();
    this.#terminal = new Terminal({
      allowProposedApi: true,
      logLevel: "off",
      documentOverride: documentWithAdoptedStyles(),
      disableStdin: true,
      scrollback: 10_000,
      fontSize,
      fontFamily: '"JetBrains Mono Variable", ui-monospace, Menlo, Consolas, monospace',
      lineHeight: 1.15,
      theme: terminalTheme,
      minimumContrastRatio: 4.5,
      screenReaderMode: screenReader,
      linkHandler: { activate: () => undefined, allowNonHttpProtocols: false },
    });
    refuseHostileSequences(this.#terminal.parser, () => false);
    this.element.dataset["console"] = "recording";
  }

  show(place: HTMLElement): void {
    place.append(this.element);
    withAdoptedStyles(() => this.#terminal.open(this.element));
  }

  write(text: string, drawn: () => void): void {
    this.#terminal.write(text, drawn);
  }

  reset(): void {
    this.#terminal.reset();
  }

  resize(cols: number, rows: number): void {
    this.#terminal.resize(cols, rows);
  }

  dispose(): void {
    this.#terminal.dispose();
    this.element.remove();
  }
}
