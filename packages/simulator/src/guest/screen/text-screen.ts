/** A grid of characters that understands enough control sequences for the guest's own programs. */
export class TextScreen {
  readonly columns: number;
  readonly rows: number;
  readonly lines: string[];
  cursor = { row: 0, column: 0 };

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.lines = Array.from({ length: rows }, () => "");
  }

  write(text: string): void {
    for (const match of text.matchAll(/\x1b\[([?0-9;]*)([A-Za-z])|\x1b[c78=>]|([\s\S])/gu)) {
      if (match[3] !== undefined) this.#put(match[3]);
      else if (match[0] === "\x1bc") this.#clear();
      else if (match[2] !== undefined) this.#control(match[1] ?? "", match[2]);
    }
  }

  #put(char: string): void {
    const { cursor } = this;
    if (char === "\n") {
      cursor.column = 0;
      this.#down();
    } else if (char === "\r") cursor.column = 0;
    else if (char >= " ") {
      if (cursor.column >= this.columns) {
        cursor.column = 0;
        this.#down();
      }
      const line = (this.lines[cursor.row] ?? "").padEnd(cursor.column);
      this.lines[cursor.row] = line.slice(0, cursor.column) + char + line.slice(cursor.column + 1);
      cursor.column++;
    }
  }

  #down(): void {
    if (this.cursor.row < this.rows - 1) this.cursor.row++;
    else {
      this.lines.shift();
      this.lines.push("");
    }
  }

  #clear(): void {
    this.lines.fill("");
    this.cursor = { row: 0, column: 0 };
  }

  #control(parameters: string, final: string): void {
    const [first = 0, second = 0] = parameters.split(";").map(Number);
    const { cursor } = this;
    const line = this.lines[cursor.row] ?? "";
    if (final === "H") {
      cursor.row = Math.min(Math.max(1, first || 1), this.rows) - 1;
      cursor.column = Math.min(Math.max(1, second || 1), this.columns) - 1;
    } else if (final === "J" || parameters === "?1049") {
      if (first === 2 || parameters === "?1049") this.#clear();
      else this.lines.fill("", cursor.row + 1);
    } else if (final === "K") this.lines[cursor.row] = line.slice(0, cursor.column);
    else if (final === "D") cursor.column = Math.max(0, cursor.column - (first || 1));
    else if (final === "C") cursor.column = Math.min(this.columns - 1, cursor.column + (first || 1));
  }
}
