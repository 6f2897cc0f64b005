import type { Timer } from "../../base/clock.ts";
import type { Machine } from "../command.ts";
import { Shell } from "../shell.ts";
import { Canvas } from "./canvas.ts";
import { CELL } from "./font.ts";
import { TextScreen } from "./text-screen.ts";

const [WIDTH, HEIGHT] = [800, 600];
const BAR = 26;
const WINDOW = { x: 40, y: 60, width: 60 * CELL.width + 8, height: 20 * CELL.height + 30 };
const COLOURS = {
  bar: 0x1d2733,
  ink: 0xe8edf2,
  window: 0x10151b,
  title: 0x2f6f9f,
  ball: 0xf2b134,
  pen: 0xe4572e,
};
const BALL = 18;
const FRAME_MS = 200;

/** What a VM's graphical console shows: a small desktop with a terminal, a clock, a ball and a pen. */
export class Desktop {
  readonly canvas = new Canvas(WIDTH, HEIGHT);
  readonly #machine: Machine;
  #text = new TextScreen(60, 20);
  #shown: string[] = [];
  #shell: Shell;
  #timer: Timer | undefined;
  #viewers = 0;
  #ball = { x: 560, y: 470, dx: 9, dy: 7 };
  #clock = "";
  readonly #listeners = new Set<() => void>();
  #clipboard = "";
  readonly #clipboardListeners = new Set<(text: string) => void>();

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#shell = this.#newShell();
    this.#background();
    this.#drawText();
  }

  get name(): string {
    return this.#machine.info().Hostname ?? this.#machine.info().Address.IpAddress ?? "guest";
  }

  /** Told after every change; the picture moves only while somebody watches. */
  watch(changed: () => void): () => void {
    this.#listeners.add(changed);
    this.#viewers++;
    if (this.#viewers === 1) this.#frame();
    return () => {
      if (!this.#listeners.delete(changed)) return;
      this.#viewers--;
      if (this.#viewers === 0) this.#timer?.cancel();
    };
  }

  /** Text that was copied last. */
  get clipboard(): string {
    return this.#clipboard;
  }

  /** Text is copied, by a program here or by a viewer: everybody else who shares the clipboard learns of it. */
  copy(text: string, by?: (text: string) => void): void {
    this.#clipboard = text;
    for (const listener of this.#clipboardListeners) if (listener !== by) listener(text);
  }

  /** Shares the clipboard until the returned function is called. */
  shareClipboard(copied: (text: string) => void): () => void {
    this.#clipboardListeners.add(copied);
    return () => void this.#clipboardListeners.delete(copied);
  }

  /** A key in the encoding of the X window system. */
  key(symbol: number): void {
    const key = terminalKey(symbol);
    if (key === undefined) return;
    this.#shell.key(key);
    this.#drawText();
    this.#tell();
  }

  /** A pressed button draws. */
  pointer(x: number, y: number, buttons: number): void {
    if (buttons === 0) return;
    this.canvas.fill({ x: x - 2, y: y - 2, width: 5, height: 5 }, COLOURS.pen);
    this.#tell();
  }

  /** The guest boots anew. */
  reset(): void {
    this.#shell.dispose();
    this.#text = new TextScreen(60, 20);
    this.#shown = [];
    this.#background();
    this.#shell = this.#newShell();
    this.#drawText();
    this.#tell();
  }

  /** The picture stands still; viewers hear nothing more. */
  dispose(): void {
    this.#timer?.cancel();
    this.#shell.dispose();
    this.#listeners.clear();
  }

  #newShell(): Shell {
    return new Shell({
      machine: this.#machine,
      user: "demo",
      tty: {
        columns: this.#text.columns,
        rows: this.#text.rows,
        write: async (text) => {
          this.#text.write(text);
          this.#drawText();
          this.#tell();
        },
      },
      logout: () => this.reset(),
    });
  }

  #background(): void {
    for (let y = 0; y < HEIGHT; y += 4) {
      const shade = Math.floor((y / HEIGHT) * 70);
      this.canvas.fill(
        { x: 0, y, width: WIDTH, height: 4 },
        ((30 + shade / 2) << 16) | ((70 + shade) << 8) | (110 + shade),
      );
    }
    this.canvas.fill({ x: 0, y: 0, width: WIDTH, height: BAR }, COLOURS.bar);
    this.canvas.text(this.name.slice(0, 40), { x: 10, y: 4 }, { ink: COLOURS.ink, ground: COLOURS.bar });
    this.canvas.fill({ ...WINDOW, height: 24 }, COLOURS.title);
    this.canvas.text(
      "Terminal",
      { x: WINDOW.x + 8, y: WINDOW.y + 3 },
      { ink: COLOURS.ink, ground: COLOURS.title },
    );
    this.canvas.fill({ ...WINDOW, y: WINDOW.y + 24, height: WINDOW.height - 24 }, COLOURS.window);
  }

  #drawText(): void {
    const { lines, columns, cursor } = this.#text;
    for (const [row, line] of lines.entries()) {
      const shown = `${line.padEnd(columns).slice(0, columns)}${cursor.row === row ? cursor.column : ""}`;
      if (this.#shown[row] === shown) continue;
      this.#shown[row] = shown;
      const at = { x: WINDOW.x + 4, y: WINDOW.y + 27 + row * CELL.height };
      this.canvas.text(shown.slice(0, columns), at, { ink: COLOURS.ink, ground: COLOURS.window });
      if (cursor.row !== row) continue;
      const x = at.x + Math.min(cursor.column, columns - 1) * CELL.width;
      this.canvas.fill({ x, y: at.y + CELL.height - 3, width: CELL.width, height: 2 }, COLOURS.ink);
    }
  }

  #frame(): void {
    this.#moveBall();
    const clock = new Date(this.#machine.clock.now()).toISOString().slice(11, 19);
    if (clock !== this.#clock) {
      this.#clock = clock;
      this.canvas.text(clock, { x: WIDTH - 110, y: 4 }, { ink: COLOURS.ink, ground: COLOURS.bar });
    }
    this.#tell();
    this.#timer = this.#machine.clock.after(FRAME_MS, () => this.#frame());
  }

  #moveBall(): void {
    const ball = this.#ball;
    const floor = { x: 520, y: 480, width: 260, height: 100 };
    this.canvas.fill(floor, 0x24465f);
    ball.x += ball.dx;
    ball.y += ball.dy;
    if (ball.x < floor.x || ball.x + BALL > floor.x + floor.width) ball.dx = -ball.dx;
    if (ball.y < floor.y || ball.y + BALL > floor.y + floor.height) ball.dy = -ball.dy;
    ball.x = Math.min(Math.max(ball.x, floor.x), floor.x + floor.width - BALL);
    ball.y = Math.min(Math.max(ball.y, floor.y), floor.y + floor.height - BALL);
    this.canvas.fill({ x: ball.x, y: ball.y, width: BALL, height: BALL }, COLOURS.ball);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const SPECIAL: Readonly<Record<number, string>> = {
  65288: "\x7f",
  65289: "\t",
  65293: "\r",
  65421: "\r",
  65307: "\x1b",
  65360: "\x1b[H",
  65361: "\x1b[D",
  65362: "\x1b[A",
  65363: "\x1b[C",
  65364: "\x1b[B",
  65367: "\x1b[F",
  65535: "\x1b[3~",
};

function terminalKey(symbol: number): string | undefined {
  if (symbol >= 0x20 && symbol <= 0xff) return String.fromCharCode(symbol);
  return SPECIAL[symbol];
}
