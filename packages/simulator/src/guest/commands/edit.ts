import type { Command } from "../command.ts";

/** A very small editor: type, cursor keys, Ctrl-S saves, Ctrl-X leaves. */
const edit: Command = async (context) => {
  const { args, machine, session, tty, signal } = context;
  const path = machine.files.resolve(args[0] ?? "untitled.txt", session.directory);
  const lines = (machine.files.read(path) ?? "").replace(/\n$/, "").split("\n");
  const cursor = { row: 0, column: 0 };
  let message = "Ctrl-S saves, Ctrl-X leaves";
  const save = () => {
    machine.files.write(path, `${lines.join("\n")}\n`);
    message = `Wrote ${lines.length} lines to ${path}`;
  };
  await tty.write("\x1b[?1049h");
  const draw = () => {
    const height = tty.rows - 2;
    const first = Math.max(0, cursor.row - height + 1);
    const text = Array.from(
      { length: height },
      (_, row) => `${(lines[first + row] ?? "~").slice(0, tty.columns - 1)}\x1b[K`,
    );
    const title = `\x1b[7m ${path} ${cursor.row + 1}:${cursor.column + 1} \x1b[0m\x1b[K`;
    void tty.write(
      `\x1b[H${title}\n${text.join("\n")}\n${message}\x1b[K\x1b[${cursor.row - first + 2};${cursor.column + 1}H`,
    );
  };
  draw();
  await new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
    context.takeKeyboard({
      key: (key) => {
        if (key === "\x18" || key === "\x11") resolve();
        else {
          if (key === "\x13" || key === "\x0f") save();
          else editKey(lines, cursor, key);
          draw();
        }
      },
    });
  });
  return "\x1b[?1049l";
};

interface Cursor {
  row: number;
  column: number;
}

function editKey(lines: string[], cursor: Cursor, key: string): void {
  const line = lines[cursor.row] ?? "";
  const before = line.slice(0, cursor.column);
  const after = line.slice(cursor.column);
  if (key === "\r") {
    lines.splice(cursor.row, 1, before, after);
    moveTo(lines, cursor, cursor.row + 1, 0);
  } else if (key === "\x7f" || key === "\b") {
    if (cursor.column > 0) {
      lines[cursor.row] = before.slice(0, -1) + after;
      cursor.column--;
    } else if (cursor.row > 0) {
      const above = lines[cursor.row - 1] ?? "";
      lines.splice(cursor.row - 1, 2, above + line);
      moveTo(lines, cursor, cursor.row - 1, above.length);
    }
  } else if (key >= " " && !key.startsWith("\x1b")) {
    lines[cursor.row] = before + key + after;
    cursor.column += key.length;
  } else moveByKey(lines, cursor, key);
}

function moveByKey(lines: readonly string[], cursor: Cursor, key: string): void {
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    "\x1b[A": [-1, 0],
    "\x1b[B": [1, 0],
    "\x1b[C": [0, 1],
    "\x1b[D": [0, -1],
    "\x1b[H": [0, -cursor.column],
    "\x1b[F": [0, (lines[cursor.row] ?? "").length],
  };
  const move = moves[key];
  if (move !== undefined) moveTo(lines, cursor, cursor.row + move[0], cursor.column + move[1]);
}

function moveTo(lines: readonly string[], cursor: Cursor, row: number, column: number): void {
  cursor.row = Math.min(Math.max(0, row), lines.length - 1);
  cursor.column = Math.min(Math.max(0, column), (lines[cursor.row] ?? "").length);
}

/** The editor, under the names people try. */
export const editCommands: Readonly<Record<string, Command>> = { edit, nano: edit, vi: edit, vim: edit };
