/** What the line editor needs of a terminal. */
export interface EditorTerminal {
  write(text: string): void;
}

export interface LineEditorOptions {
  readonly terminal: EditorTerminal;
  readonly prompt: string;
  /** Passwords are not shown. */
  readonly hidden?: boolean;
  readonly history?: readonly string[];
  /** Completions of the word before the cursor. */
  readonly complete?: (line: string) => readonly string[];
  readonly done: (line: string) => void;
  readonly interrupted: () => void;
  readonly endOfInput: () => void;
}

/** What a line may hold: a terminal of Linux takes no more before the end of the line. */
const longestLine = 4095;

/** A line being typed: cursor keys, history, completion, the usual control keys. */
export class LineEditor {
  readonly #options: LineEditorOptions;
  #text = "";
  #cursor = 0;
  #recall: number;
  #draft = "";

  constructor(options: LineEditorOptions) {
    this.#options = options;
    this.#recall = options.history?.length ?? 0;
    options.terminal.write(options.prompt);
  }

  /** Handles one key: a character, a control code, or a whole escape sequence. */
  key(key: string): void {
    const action = this.#actions[key];
    if (action !== undefined) action();
    else if (key >= " " && !key.startsWith("\x1b")) this.#insert(key);
  }

  readonly #actions: Readonly<Record<string, () => void>> = {
    "\r": () => this.#finish(),
    "\n": () => this.#finish(),
    "\x7f": () => this.#erase(this.#cursor - 1, this.#cursor),
    "\b": () => this.#erase(this.#cursor - 1, this.#cursor),
    "\x01": () => this.#move(0),
    "\x05": () => this.#move(this.#text.length),
    "\x0b": () => this.#erase(this.#cursor, this.#text.length),
    "\x15": () => this.#erase(0, this.#cursor),
    "\x17": () => this.#erase(this.#wordStart(), this.#cursor),
    "\x0c": () => this.#clearScreen(),
    "\t": () => this.#complete(),
    "\x03": () => {
      this.#write("^C\n");
      this.#options.interrupted();
    },
    "\x04": () => {
      if (this.#text === "") this.#options.endOfInput();
    },
    "\x1b[D": () => this.#move(this.#cursor - 1),
    "\x1b[C": () => this.#move(this.#cursor + 1),
    "\x1b[H": () => this.#move(0),
    "\x1b[F": () => this.#move(this.#text.length),
    "\x1b[3~": () => this.#erase(this.#cursor, this.#cursor + 1),
    "\x1b[A": () => this.#history(-1),
    "\x1b[B": () => this.#history(1),
  };

  #write(text: string): void {
    this.#options.terminal.write(text);
  }

  #insert(text: string): void {
    if (this.#text.length + text.length > longestLine) {
      this.#write("\x07");
      return;
    }
    this.#text = this.#text.slice(0, this.#cursor) + text + this.#text.slice(this.#cursor);
    this.#cursor += text.length;
    if (this.#options.hidden === true) return;
    const rest = this.#text.slice(this.#cursor);
    this.#write(text + rest + back(rest.length));
  }

  #erase(from: number, to: number): void {
    const [start, end] = [Math.max(0, from), Math.min(this.#text.length, to)];
    if (start >= end) return;
    this.#text = this.#text.slice(0, start) + this.#text.slice(end);
    if (this.#options.hidden !== true) {
      const rest = this.#text.slice(start);
      this.#write(`${back(this.#cursor - start)}${rest}\x1b[K${back(rest.length)}`);
    }
    this.#cursor = start;
  }

  #move(to: number): void {
    const target = Math.min(Math.max(0, to), this.#text.length);
    if (this.#options.hidden !== true) {
      this.#write(
        target < this.#cursor ? back(this.#cursor - target) : this.#text.slice(this.#cursor, target),
      );
    }
    this.#cursor = target;
  }

  #replace(text: string): void {
    this.#move(0);
    this.#erase(0, this.#text.length);
    this.#insert(text);
  }

  #history(step: number): void {
    const history = this.#options.history ?? [];
    const next = this.#recall + step;
    if (next < 0 || next > history.length) return;
    if (this.#recall === history.length) this.#draft = this.#text;
    this.#recall = next;
    this.#replace(next === history.length ? this.#draft : (history[next] ?? ""));
  }

  #complete(): void {
    const before = this.#text.slice(0, this.#cursor);
    const candidates = this.#options.complete?.(before) ?? [];
    if (candidates.length === 0) return;
    const word = before.slice(before.lastIndexOf(" ") + 1);
    const stem = word.slice(word.lastIndexOf("/") + 1);
    const common = commonPrefix(candidates);
    if (common.length > stem.length) this.#insert(common.slice(stem.length));
    else if (candidates.length > 1) {
      this.#write(`\n${candidates.join("  ")}\n${this.#options.prompt}${this.#text}`);
      this.#write(back(this.#text.length - this.#cursor));
    }
    if (candidates.length === 1 && !common.endsWith("/")) this.#insert(" ");
  }

  #wordStart(): number {
    return this.#text.slice(0, this.#cursor).trimEnd().lastIndexOf(" ") + 1;
  }

  #clearScreen(): void {
    this.#write(`\x1b[H\x1b[2J${this.#options.prompt}${this.#text}${back(this.#text.length - this.#cursor)}`);
  }

  #finish(): void {
    this.#write("\n");
    this.#options.done(this.#text);
  }
}

function back(count: number): string {
  return count > 0 ? `\x1b[${count}D` : "";
}

function commonPrefix(words: readonly string[]): string {
  let prefix = words[0] ?? "";
  for (const word of words) while (!word.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}
