import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { SerializeAddon } from "@xterm/addon-serialize";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import { WebLinksAddon } from "@xterm/addon-web-links";
import type { IMarker, Terminal } from "@xterm/xterm";
import { Value } from "../../ui/subscribable.ts";
import { withAdoptedStyles } from "./adopted-styles.ts";
import { consolePreferences } from "./console-preferences.ts";
import type { TerminalSink } from "./drawing-queue.ts";
import { drawWithGraphics } from "./graphics-renderer.ts";
import { refuseHostileSequences } from "./hostile-output.ts";
import { LineTimes } from "./line-times.ts";
import { measureWithFont, newTerminal } from "./new-terminal.ts";
import { SerialRecorder } from "./serial-recorder.ts";
import { copiesByKeys, isReport, latin1Bytes } from "./terminal-keys.ts";
import { isRegularExpression, type SearchKind } from "./terminal-search.ts";
import { textOf } from "./terminal-text.ts";
import { searchColours } from "./terminal-theme.ts";

export interface SerialTerminalEvents {
  readonly typed: (text: string) => void;
  /** The terminal says something by itself: where the mouse is, whether it has the focus. */
  readonly reported: (bytes: Uint8Array) => void;
  /** Whether this viewer's terminal may answer the guest's questions. */
  readonly mayAnswer: () => boolean;
  /** The user wants to see where a link leads. */
  readonly link: (address: string) => void;
}

const noMatches = { shown: 0, count: 0 };

/**
 * A terminal with its own element, which can be moved about the page: nothing of it belongs to a component.
 */
export class SerialTerminal implements TerminalSink {
  readonly element = document.createElement("div");
  /** Whether the end of the output is in sight. */
  readonly following = new Value(true);
  /** Which of how many matches of the search is shown. */
  readonly matches = new Value(noMatches);
  readonly times: LineTimes;
  readonly recorder = new SerialRecorder(() => Date.now());
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon();
  readonly #serialize = new SerializeAddon();
  readonly #events: SerialTerminalEvents;
  readonly #drawn = new Set<() => void>();
  readonly #unsubscribe: () => void;
  #boot: IMarker | undefined;
  #replaying = false;
  #searched: SearchKind | undefined;
  #opened = false;

  constructor(events: SerialTerminalEvents) {
    this.#events = events;
    this.#terminal = newTerminal(events.link, {
      // A guest that clears its screen does not take the lines away that were on it.
      scrollOnEraseInDisplay: true,
      cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    this.times = new LineTimes(this.#terminal);
    this.element.dataset["console"] = "serial";
    this.element.style.height = "100%";
    this.#loadAddons();
    this.#listen();
    this.#unsubscribe = consolePreferences.subscribe(() => this.#applyPreferences());
  }

  /** Puts the terminal into a place of the page; it keeps its content when it moves. */
  show(place: HTMLElement): void {
    place.append(this.element);
    if (!this.#opened) this.#open();
    this.fit();
  }

  /** Makes as many columns and rows as there is room for. Who is at the end stays there, also when it moves or shrinks. */
  fit(): void {
    if (this.element.clientWidth === 0) return;
    const follows = this.following.get();
    this.#fit.fit();
    if (follows) this.jumpToEnd();
  }

  focus(): void {
    this.#terminal.focus();
  }

  write(data: Uint8Array | string, drawn: () => void): void {
    this.recorder.output(data);
    const isOld = this.#replaying;
    this.#terminal.write(data, () => {
      if (isOld) this.times.pass();
      else this.times.stamp(Date.now());
      drawn();
      for (const listener of this.#drawn) listener();
    });
  }

  reset(): void {
    this.#terminal.reset();
    this.times.reset();
    this.#boot = undefined;
  }

  size(): { readonly cols: number; readonly rows: number } {
    return { cols: this.#terminal.cols, rows: this.#terminal.rows };
  }

  bracketsPaste(): boolean {
    return this.#terminal.modes.bracketedPasteMode;
  }

  markBoot(): void {
    this.#boot?.dispose();
    this.#boot = this.#terminal.registerMarker(-1);
  }

  setReplaying(replaying: boolean): void {
    this.#replaying = replaying;
  }

  /** Scrolls to where the VM was started last. @returns false when that is not in the history */
  jumpToBoot(): boolean {
    if (this.#boot === undefined || this.#boot.isDisposed) return false;
    this.#terminal.scrollToLine(Math.max(this.#boot.line, 0));
    return true;
  }

  jumpToEnd(): void {
    this.#terminal.scrollToBottom();
  }

  /** Empties the history; the line with the cursor stays. */
  clear(): void {
    this.#terminal.clear();
    this.times.reset();
  }

  /** @returns false when nothing is found, or when it is no regular expression */
  find(text: string, direction: "next" | "previous", how: SearchKind): boolean {
    if (how.regex && !isRegularExpression(text)) return false;
    // The addon does not notice that the same text is looked for in another way.
    if (how !== this.#searched) this.#search.clearDecorations();
    this.#searched = how;
    const options = { ...how, decorations: searchColours };
    return direction === "next"
      ? this.#search.findNext(text, options)
      : this.#search.findPrevious(text, options);
  }

  endSearch(): void {
    this.#search.clearDecorations();
    this.matches.set(noMatches);
    this.focus();
  }

  get selection(): string {
    return this.#terminal.getSelection();
  }

  selectAll(): void {
    this.#terminal.selectAll();
  }

  /** The whole history as plain text. */
  text(): string {
    return textOf(this.#terminal.buffer.normal);
  }

  /** The history with its colours, as terminal sequences. */
  serialized(): string {
    return this.#serialize.serialize();
  }

  /** Begins to record what is shown, with the screen as it is now. */
  record(): void {
    this.recorder.start(this.size(), this.#serialize.serialize({ scrollback: 0 }));
  }

  /** Rows in sight: their place in the history and where they are, in pixels. */
  visibleRows(): { readonly first: number; readonly count: number; readonly height: number } {
    const { rows, buffer } = this.#terminal;
    const screen = this.element.querySelector(".xterm-screen");
    return { first: buffer.active.viewportY, count: rows, height: (screen?.clientHeight ?? 0) / rows };
  }

  /** Calls back when something was drawn or scrolled. */
  onView(listener: () => void): () => void {
    this.#drawn.add(listener);
    const scrolled = this.#terminal.onScroll(listener);
    return () => {
      this.#drawn.delete(listener);
      scrolled.dispose();
    };
  }

  dispose(): void {
    this.#unsubscribe();
    this.#terminal.dispose();
    this.element.remove();
  }

  #loadAddons(): void {
    for (const addon of [this.#fit, this.#search, this.#serialize, new Unicode11Addon()])
      this.#terminal.loadAddon(addon);
    this.#terminal.unicode.activeVersion = "11";
    this.#terminal.loadAddon(new WebLinksAddon((_event, address) => this.#events.link(address)));
  }

  #listen(): void {
    const terminal = this.#terminal;
    const mayAnswer = (): boolean => !this.#replaying && this.#events.mayAnswer();
    refuseHostileSequences(terminal.parser, mayAnswer);
    const { typed, reported } = this.#events;
    terminal.onData((text) => (isReport(text) ? reported(latin1Bytes(text)) : typed(text)));
    terminal.onBinary((text) => reported(latin1Bytes(text)));
    terminal.attachCustomKeyEventHandler((event) => !copiesByKeys(event, () => this.selection));
    const look = (): void => this.following.set(this.#atEnd());
    this.#search.onDidChangeResults(({ resultIndex, resultCount }) =>
      this.matches.set({ shown: resultIndex + 1, count: resultCount }),
    );
    terminal.onScroll(look);
    terminal.onResize((size) => this.recorder.resized(size));
    terminal.onWriteParsed(look);
  }

  #open(): void {
    this.#opened = true;
    withAdoptedStyles(() => this.#terminal.open(this.element));
    const look = (): void => this.following.set(this.#atEnd());
    this.element.addEventListener("scroll", look, true);
    this.element.addEventListener("wheel", () => queueMicrotask(look));
    this.element.dataset["renderer"] = drawWithGraphics(this.#terminal) ? "webgl" : "dom";
    void measureWithFont(this.#terminal).then(() => this.fit());
  }

  #atEnd(): boolean {
    const { viewportY, baseY } = this.#terminal.buffer.active;
    return viewportY >= baseY;
  }

  #applyPreferences(): void {
    const { fontSize, screenReader } = consolePreferences.get();
    this.#terminal.options.fontSize = fontSize;
    this.#terminal.options.screenReaderMode = screenReader;
    this.fit();
  }
}
