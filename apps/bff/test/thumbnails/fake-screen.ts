import { Duplex } from "node:stream";
import { inflateSync } from "node:zlib";

export interface FakeScreenOptions {
  readonly width: number;
  readonly height: number;
  /** As the server greets. */
  readonly version?: string;
  /** 0xRRGGBB of a place. */
  readonly pixel?: (x: number, y: number) => number;
  /** What the answers to requests for pixels are; the whole screen by default. */
  readonly updates?: readonly Buffer[];
  /** What is said after the greeting, in place of security, size and name. */
  readonly after?: Buffer;
  /** Bytes that leave at once. */
  readonly pieces?: number;
}

/** A VNC server that says what the test wants, and remembers what it was told. */
export class FakeScreen extends Duplex {
  readonly #o: FakeScreenOptions;
  readonly #updates: Buffer[];
  readonly told: Buffer[] = [];
  #greeted = false;

  constructor(options: FakeScreenOptions) {
    super();
    this.#o = options;
    this.#updates = [...(options.updates ?? [updateOf([wholeScreen(options)])])];
    this.#say(Buffer.from(options.version ?? "RFB 003.008\n"));
  }

  /** Everything the client has said. */
  get heard(): Buffer {
    return Buffer.concat(this.told);
  }

  override _read(): void {
    // Bytes come when there is a reason.
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.told.push(Buffer.from(bytes));
    if (!this.#greeted) {
      this.#greeted = true;
      this.#say(this.#o.after ?? this.#start());
    }
    if (bytes.length === 10 && bytes[0] === 3) this.#say(this.#updates.shift() ?? Buffer.alloc(0));
    done();
  }

  #start(): Buffer {
    const minor = this.#o.version?.slice(8, 11) ?? "008";
    const security = minor < "007" ? [0, 0, 0, 1] : minor === "007" ? [2, 16, 1] : [2, 16, 1, 0, 0, 0, 0];
    return Buffer.concat([Buffer.from(security), startOf(this.#o.width, this.#o.height, "screen")]);
  }

  #say(bytes: Buffer): void {
    const size = this.#o.pieces ?? (bytes.length || 1);
    for (let at = 0; at < bytes.length; at += size) this.push(bytes.subarray(at, at + size));
  }
}

/** Size, pixel format and name of a screen. */
export function startOf(width: number, height: number, name: string, nameLength = name.length): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt16BE(width, 0);
  head.writeUInt16BE(height, 2);
  head.writeUInt32BE(nameLength, 20);
  return Buffer.concat([head, Buffer.from(name)]);
}

export interface FakeArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly encoding?: number;
  readonly pixels: Buffer;
}

/** A message that brings areas. */
export function updateOf(areas: readonly FakeArea[], count = areas.length): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(count, 2);
  return Buffer.concat([head, ...areas.flatMap((area) => [areaHead(area), area.pixels])]);
}

function areaHead({ x, y, width, height, encoding = 0 }: FakeArea): Buffer {
  const head = Buffer.alloc(12);
  for (const [index, value] of [x, y, width, height].entries()) head.writeUInt16BE(value, index * 2);
  head.writeInt32BE(encoding, 8);
  return head;
}

/** A part of a screen in the pixel format that was asked for. */
export function areaOf(o: FakeScreenOptions, part: Omit<FakeArea, "pixels">): FakeArea {
  const pixels = Buffer.alloc(part.width * part.height * 2);
  for (let at = 0; at < part.width * part.height; at++) {
    const colour = o.pixel?.(part.x + (at % part.width), part.y + Math.floor(at / part.width)) ?? 0;
    const [red, green, blue] = [colour >> 16, (colour >> 8) & 255, colour & 255];
    pixels.writeUInt16LE(((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3), at * 2);
  }
  return { ...part, pixels };
}

function wholeScreen(o: FakeScreenOptions): FakeArea {
  return areaOf(o, { x: 0, y: 0, width: o.width, height: o.height });
}

/** Reads a PNG of the one kind that is written here, by the book. */
export function decodePng(png: Buffer): { width: number; height: number; rgb: Buffer } {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.set(png.toString("latin1", at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const header = chunks.get("IHDR")!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(chunks.get("IDAT")!);
  const stride = width * 3;
  const rgb = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row++) {
    if (rows[row * (stride + 1)] !== 2) throw new Error("another filter than Up");
    for (let at = 0; at < stride; at++) {
      const above = row === 0 ? 0 : rgb[(row - 1) * stride + at]!;
      rgb[row * stride + at] = rows[row * (stride + 1) + 1 + at]! + above;
    }
  }
  return { width, height, rgb };
}
