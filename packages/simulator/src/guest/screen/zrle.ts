import { constants, createDeflate } from "node:zlib";
import type { Canvas, Rectangle } from "./canvas.ts";
import { TILE } from "./canvas.ts";
import type { PixelFormat } from "./pixel-format.ts";
import { convert, putPixel } from "./pixel-format.ts";

/** Largest palette that is packed into bits; richer tiles go as they are. */
const PALETTE = 16;

/** The ZRLE encoding of one connection: its compressed stream goes on from rectangle to rectangle. */
export class ZrleEncoder {
  readonly #deflate = createDeflate({ level: 3 });
  #output: Buffer[] = [];

  constructor() {
    this.#deflate.on("data", (data: Buffer) => this.#output.push(data));
    this.#deflate.on("error", () => {});
  }

  /** Length and data of a rectangle. */
  async encode(canvas: Canvas, area: Rectangle, format: PixelFormat): Promise<Buffer> {
    const tiles: Buffer[] = [];
    for (let y = area.y; y < area.y + area.height; y += TILE) {
      for (let x = area.x; x < area.x + area.width; x += TILE) {
        const width = Math.min(TILE, area.x + area.width - x);
        const height = Math.min(TILE, area.y + area.height - y);
        tiles.push(encodeTile(canvas, { x, y, width, height }, format));
      }
    }
    const data = await this.#compress(Buffer.concat(tiles));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, data]);
  }

  close(): void {
    this.#deflate.close();
  }

  #compress(data: Buffer): Promise<Buffer> {
    return new Promise((resolve) => {
      this.#deflate.write(data);
      this.#deflate.flush(constants.Z_SYNC_FLUSH, () => {
        const output = Buffer.concat(this.#output);
        this.#output = [];
        resolve(output);
      });
    });
  }
}

function encodeTile(canvas: Canvas, tile: Rectangle, format: PixelFormat): Buffer {
  const colours = new Map<number, number>();
  const pixels = new Uint32Array(tile.width * tile.height);
  for (let row = 0; row < tile.height; row++) {
    for (let column = 0; column < tile.width; column++) {
      const colour = canvas.pixels[(tile.y + row) * canvas.width + tile.x + column] ?? 0;
      pixels[row * tile.width + column] = colour;
      if (colours.size <= PALETTE && !colours.has(colour)) colours.set(colour, colours.size);
    }
  }
  if (colours.size > PALETTE)
    return Buffer.concat([Buffer.from([0]), ...[...pixels].map((c) => compactPixel(c, format))]);
  const palette = [...colours.keys()].map((colour) => compactPixel(colour, format));
  if (colours.size === 1) return Buffer.concat([Buffer.from([1]), ...palette]);
  return Buffer.concat([Buffer.from([colours.size]), ...palette, packed(pixels, tile, colours)]);
}

/** Palette indices in 1, 2 or 4 bits, each row filled up to a byte. */
function packed(pixels: Uint32Array, tile: Rectangle, colours: ReadonlyMap<number, number>): Buffer {
  const bits = colours.size <= 2 ? 1 : colours.size <= 4 ? 2 : 4;
  const stride = Math.ceil((tile.width * bits) / 8);
  const target = Buffer.alloc(stride * tile.height);
  for (const [index, colour] of pixels.entries()) {
    const [row, column] = [Math.floor(index / tile.width), index % tile.width];
    const shift = 8 - bits - ((column * bits) % 8);
    const at = row * stride + Math.floor((column * bits) / 8);
    target[at] = (target[at] ?? 0) | ((colours.get(colour) ?? 0) << shift);
  }
  return target;
}

/** A pixel without its unused byte. */
function compactPixel(colour: number, format: PixelFormat): Buffer {
  const pixel = Buffer.alloc(format.bitsPerPixel / 8);
  putPixel(pixel, 0, convert(colour, format), format);
  if (format.bitsPerPixel !== 32 || format.depth > 24) return pixel;
  const shifts = [format.redShift, format.greenShift, format.blueShift];
  const low = Math.max(...shifts) <= 16;
  if (!low && Math.min(...shifts) < 8) return pixel;
  return low === format.bigEndian ? pixel.subarray(1) : pixel.subarray(0, 3);
}
