/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A part of a screen. */
export interface Area extends Size {
  readonly x: number;
  readonly y: number;
}

/** A picture of three bytes a pixel: red, green, blue. */
export interface Picture extends Size {
  readonly rgb: Buffer;
}

/** The largest size of the same shape that fits; never larger than it is. */
export function fitted(size: Size, into: Size): Size {
  const scale = Math.min(1, into.width / size.width, into.height / size.height);
  return {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
}

/**
 * Makes a small picture of a large screen while its pixels arrive: each pixel of the small one is the mean of those it
 * stands for. The screen itself is never held, however large it is.
 */
export class PictureScaler {
  readonly #from: Size;
  readonly #to: Size;
  readonly #sums: Uint32Array;
  readonly #counts: Uint32Array;
  /** Column of the small picture for each column of the screen. */
  readonly #columns: Uint16Array;
  #area: Area = { x: 0, y: 0, width: 0, height: 0 };
  #taken = 0;
  #halfPixel = -1;
  #pixels = 0;

  constructor(from: Size, into: Size) {
    this.#from = from;
    this.#to = fitted(from, into);
    const { width, height } = this.#to;
    this.#sums = new Uint32Array(width * height * 3);
    this.#counts = new Uint32Array(width * height);
    this.#columns = Uint16Array.from({ length: from.width }, (_, x) => Math.floor((x * width) / from.width));
  }

  /** Whether something of every place has been seen, and as many pixels as there are. */
  get complete(): boolean {
    return this.#pixels >= this.#from.width * this.#from.height && this.#counts.every((count) => count > 0);
  }

  /** What follows are the pixels of this area, row by row. */
  begin(area: Area): void {
    this.#area = area;
    this.#taken = 0;
    this.#halfPixel = -1;
  }

  /** Pixels of two bytes, the lower one first: five bits of red, six of green, five of blue. */
  take(bytes: Buffer): void {
    let at = 0;
    if (this.#halfPixel >= 0 && bytes.length > 0) {
      this.#add(this.#halfPixel | (bytes[0]! << 8));
      this.#halfPixel = -1;
      at = 1;
    }
    for (; at + 1 < bytes.length; at += 2) this.#add(bytes[at]! | (bytes[at + 1]! << 8));
    if (at < bytes.length) this.#halfPixel = bytes[at]!;
  }

  picture(): Picture {
    const rgb = Buffer.alloc(this.#sums.length);
    for (let pixel = 0; pixel < this.#counts.length; pixel++) {
      const count = this.#counts[pixel]!;
      if (count === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const most = channel === 1 ? 63 : 31;
        const mean = this.#sums[pixel * 3 + channel]! / count;
        rgb[pixel * 3 + channel] = Math.round((mean * 255) / most);
      }
    }
    return { ...this.#to, rgb };
  }

  #add(pixel: number): void {
    const { x, y, width } = this.#area;
    const row = y + Math.floor(this.#taken / width);
    const column = this.#columns[x + (this.#taken % width)]!;
    const at = Math.floor((row * this.#to.height) / this.#from.height) * this.#to.width + column;
    this.#sums[at * 3]! += pixel >> 11;
    this.#sums[at * 3 + 1]! += (pixel >> 5) & 63;
    this.#sums[at * 3 + 2]! += pixel & 31;
    this.#counts[at]! += 1;
    this.#taken += 1;
    this.#pixels += 1;
  }
}
