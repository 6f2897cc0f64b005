import { CELL, hasDot } from "./font.ts";

/** Side of a tile: the grain at which changes are told apart. */
export const TILE = 64;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A picture of 0xRRGGBB pixels that knows which tiles changed when. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array;
  readonly #versions: Uint32Array;
  readonly #across: number;
  #version = 1;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(width * height);
    this.#across = Math.ceil(width / TILE);
    this.#versions = new Uint32Array(this.#across * Math.ceil(height / TILE)).fill(1);
  }

  get version(): number {
    return this.#version;
  }

  fill(area: Rectangle, colour: number): void {
    const { x, y, width, height } = this.#clip(area);
    for (let row = y; row < y + height; row++) {
      const start = row * this.width + x;
      this.pixels.fill(colour, start, start + width);
    }
    this.#touch({ x, y, width, height });
  }

  /** Text at double size on a plain ground. */
  text(
    text: string,
    at: { readonly x: number; readonly y: number },
    colours: { ink: number; ground: number },
  ): void {
    this.fill({ ...at, width: text.length * CELL.width, height: CELL.height }, colours.ground);
    for (const [index, char] of [...text].entries()) {
      for (let dot = 0; dot < 40; dot++) {
        const [column, row] = [dot % 5, Math.floor(dot / 5)];
        if (!hasDot(char, column, row)) continue;
        const [x, y] = [at.x + index * CELL.width + 1 + column * 2, at.y + 1 + row * 2];
        this.fill({ x, y, width: 2, height: 2 }, colours.ink);
      }
    }
  }

  /** Tiles of an area that changed after a version, neighbours in a row joined. */
  changedSince(version: number, area: Rectangle): Rectangle[] {
    const { x, y, width, height } = this.#clip(area);
    const changed: Rectangle[] = [];
    for (let top = y - (y % TILE); top < y + height; top += TILE) {
      let open: { x: number; width: number } | undefined;
      for (let left = x - (x % TILE); left < x + width; left += TILE) {
        const tile = Math.floor(top / TILE) * this.#across + Math.floor(left / TILE);
        const right = Math.min(left + TILE, this.width);
        if ((this.#versions[tile] ?? 0) > version) {
          if (open === undefined) open = { x: left, width: right - left };
          else open.width = right - open.x;
        } else if (open !== undefined) {
          changed.push({ ...open, y: top, height: Math.min(TILE, this.height - top) });
          open = undefined;
        }
      }
      if (open !== undefined) changed.push({ ...open, y: top, height: Math.min(TILE, this.height - top) });
    }
    return changed;
  }

  #touch({ x, y, width, height }: Rectangle): void {
    if (width <= 0 || height <= 0) return;
    this.#version++;
    for (let row = Math.floor(y / TILE); row * TILE < y + height; row++) {
      for (let column = Math.floor(x / TILE); column * TILE < x + width; column++) {
        this.#versions[row * this.#across + column] = this.#version;
      }
    }
  }

  #clip({ x, y, width, height }: Rectangle): Rectangle {
    const left = Math.min(Math.max(0, x), this.width);
    const top = Math.min(Math.max(0, y), this.height);
    return {
      x: left,
      y: top,
      width: Math.max(0, Math.min(x + width, this.width) - left),
      height: Math.max(0, Math.min(y + height, this.height) - top),
    };
  }
}
