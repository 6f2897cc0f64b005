import { refuseEndlessRepeats } from "@stackdeck/api-types";
import { SerializeAddon } from "@xterm/addon-serialize";
import unicode from "@xterm/addon-unicode11";
import type { Terminal as HeadlessTerminal, IBuffer } from "@xterm/headless";
import headless from "@xterm/headless";
import type { ScreenName, ScreenPlace, ScreenPlaces } from "./terminal-state.ts";
import { TerminalTrace } from "./terminal-trace.ts";

export interface ScreenSize {
  readonly cols: number;
  readonly rows: number;
}

/** Sequences that save the cursor on the screen that is in use. */
const saveMode = 1048;
const saveAndSwitchMode = 1049;
/** What the addon writes between the two screens. */
const addonSwitch = "\x1b[?1049h";

/** A terminal without a screen that can be told to another one: what is drawn, and all that is set beside that. */
export class TracedTerminal {
  readonly #terminal: HeadlessTerminal;
  readonly #trace: TerminalTrace;
  readonly #serializer = new SerializeAddon();
  readonly #historyLines: number;
  /** Where the cursor was saved, with the lines of the history before it: as this terminal keeps it. */
  readonly #saved: Partial<Record<ScreenName, { readonly line: number; readonly column: number }>> = {};

  constructor(size: ScreenSize, historyLines: number) {
    this.#historyLines = historyLines;
    this.#trace = new TerminalTrace(size.rows);
    this.#terminal = new headless.Terminal({
      ...size,
      scrollback: historyLines,
      scrollOnEraseInDisplay: true,
      allowProposedApi: true,
      // It would tell our log of every sequence of a guest that it does not understand.
      logLevel: "off",
    });
    refuseEndlessRepeats(this.#terminal.parser);
    this.#watchSaves();
    // The addons are typed for the terminal with a screen; they use only what both have.
    for (const addon of [this.#serializer, new unicode.Unicode11Addon()])
      this.#terminal.loadAddon(addon as unknown as Parameters<HeadlessTerminal["loadAddon"]>[0]);
    // As wide as the page draws them, or what follows a picture in a line would stand elsewhere.
    this.#terminal.unicode.activeVersion = "11";
  }

  async write(data: Uint8Array | string): Promise<void> {
    this.#trace.take(typeof data === "string" ? Buffer.from(data) : data);
    await new Promise<void>((resolve) => this.#terminal.write(data, resolve));
  }

  /** Text that brings an empty terminal of the same size to the same state. */
  text(): string {
    const options = { scrollback: this.#historyLines, excludeModes: true };
    const normal = this.#serializer.serialize({ ...options, excludeAltBuffer: true });
    const both = this.#serializer.serialize(options);
    return this.#trace.sequenceFor(
      { normal, alternate: both.slice(normal.length + addonSwitch.length) },
      this.#places(),
    );
  }

  dispose(): void {
    this.#terminal.dispose();
  }

  /** Each only looks: the terminal's own handlers do the work. */
  #watchSaves(): void {
    const { parser } = this.#terminal;
    const look = (): boolean => {
      const { active } = this.#terminal.buffer;
      this.#saved[active.type] = { line: active.baseY + active.cursorY, column: active.cursorX + 1 };
      return false;
    };
    parser.registerEscHandler({ final: "7" }, look);
    parser.registerCsiHandler({ final: "s" }, look);
    parser.registerCsiHandler({ prefix: "?", final: "h" }, (params) =>
      params.some((mode) => mode === saveMode || mode === saveAndSwitchMode) ? look() : false,
    );
  }

  #places(): ScreenPlaces {
    const { active, normal, alternate } = this.#terminal.buffer;
    const placeIn = (buffer: IBuffer): ScreenPlace | undefined => {
      const saved = this.#saved[buffer.type];
      return saved && { row: Math.max(saved.line - buffer.baseY, 0) + 1, column: saved.column };
    };
    const [ofNormal, ofAlternate] = [placeIn(normal), placeIn(alternate)];
    return {
      cursor: { row: active.cursorY + 1, column: active.cursorX + 1 },
      saved: { ...(ofNormal && { normal: ofNormal }), ...(ofAlternate && { alternate: ofAlternate }) },
    };
  }
}
