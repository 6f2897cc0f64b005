import type { Terminal } from "@xterm/xterm";
import { withAdoptedStyles } from "./adopted-styles.ts";
import type { CastScreen } from "./cast-player.ts";
import { refuseHostileSequences } from "./hostile-output.ts";
import { measureWithFont, newTerminal } from "./new-terminal.ts";

/** A terminal for playback: takes no keys, answers no questions, follows no links. */
export class CastTerminal implements CastScreen {
  readonly element = document.createElement("div");
  readonly #terminal: Terminal;

  constructor() {
    this.#terminal = newTerminal(() => undefined, { disableStdin: true });
    refuseHostileSequences(this.#terminal.parser, () => false);
    this.element.dataset["console"] = "recording";
  }

  show(place: HTMLElement): void {
    place.append(this.element);
    withAdoptedStyles(() => this.#terminal.open(this.element));
    void measureWithFont(this.#terminal);
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
