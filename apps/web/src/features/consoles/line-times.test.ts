import { Terminal } from "@xterm/xterm";
import { expect, it } from "vitest";
import { LineTimes } from "./line-times.ts";

/** A terminal without a screen, with a promise instead of a callback. */
function setup() {
  const terminal = new Terminal({ cols: 20, rows: 4, scrollback: 10, allowProposedApi: true });
  const times = new LineTimes(terminal);
  const write = (text: string): Promise<void> => new Promise((resolve) => terminal.write(text, resolve));
  const shown = (rows: number) => Array.from({ length: rows }, (_, row) => times.at(row));
  return { times, write, shown };
}

it("knows when each line was written last, and nothing of lines that are older than the console", async () => {
  const { times, write, shown } = setup();
  await write("old 1\r\nold 2\r\nprompt$ ");
  times.pass();
  await write("ls\r\n");
  times.stamp(1000);
  await write("file\r\n");
  times.stamp(2000);
  expect(shown(5)).toEqual([undefined, undefined, 1000, 2000, undefined]);
});

it("gives a line that waited the time of what was written in it at last", async () => {
  const { times, write, shown } = setup();
  await write("login: ");
  times.stamp(1000);
  await write("root\r\n");
  times.stamp(5000);
  expect(shown(2)).toEqual([5000, undefined]);
});

it("keeps the times with their lines when the oldest leave the history", async () => {
  const { times, write, shown } = setup();
  for (let line = 0; line < 30; line += 1) {
    await write(`line ${line}\r\n`);
    times.stamp(line);
  }
  // 14 lines are kept; the cursor is in the last, which is empty.
  expect(shown(14)).toEqual([17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, undefined]);
});
