import type { Canvas, Rectangle } from "./canvas.ts";

/** How a client wants its pixels. */
export interface PixelFormat {
  readonly bitsPerPixel: number;
  readonly depth: number;
  readonly bigEndian: boolean;
  readonly redMax: number;
  readonly greenMax: number;
  readonly blueMax: number;
  readonly redShift: number;
  readonly greenShift: number;
  readonly blueShift: number;
}

/** What the server offers: 32 bits, blue in the lowest byte. */
export const SERVER_FORMAT: PixelFormat = {
  bitsPerPixel: 32,
  depth: 24,
  bigEndian: false,
  redMax: 255,
  greenMax: 255,
  blueMax: 255,
  redShift: 16,
  greenShift: 8,
  blueShift: 0,
};

/** The 16 bytes of a pixel format in the protocol. */
export function encodeFormat(format: PixelFormat): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.set([format.bitsPerPixel, format.depth, format.bigEndian ? 1 : 0, 1]);
  bytes.writeUInt16BE(format.redMax, 4);
  bytes.writeUInt16BE(format.greenMax, 6);
  bytes.writeUInt16BE(format.blueMax, 8);
  bytes.set([format.redShift, format.greenShift, format.blueShift], 10);
  return bytes;
}

/** Reads a client's format; undefined when it is none we can serve (colour maps, odd sizes). */
export function decodeFormat(bytes: Buffer): PixelFormat | undefined {
  const bitsPerPixel = bytes[0] ?? 0;
  if (![8, 16, 32].includes(bitsPerPixel) || bytes[3] === 0) return undefined;
  return {
    bitsPerPixel,
    depth: bytes[1] ?? 0,
    bigEndian: bytes[2] !== 0,
    redMax: bytes.readUInt16BE(4),
    greenMax: bytes.readUInt16BE(6),
    blueMax: bytes.readUInt16BE(8),
    redShift: bytes[10] ?? 0,
    greenShift: bytes[11] ?? 0,
    blueShift: bytes[12] ?? 0,
  };
}

/** A colour in the client's numbers. */
export function convert(colour: number, format: PixelFormat): number {
  const part = (value: number, max: number, shift: number) =>
    (Math.round((value * max) / 255) << shift) >>> 0;
  return (
    (part((colour >> 16) & 255, format.redMax, format.redShift) |
      part((colour >> 8) & 255, format.greenMax, format.greenShift) |
      part(colour & 255, format.blueMax, format.blueShift)) >>>
    0
  );
}

/** Writes a pixel in the client's size and order; returns the next offset. */
export function putPixel(target: Buffer, offset: number, pixel: number, format: PixelFormat): number {
  if (format.bitsPerPixel === 8) return target.writeUInt8(pixel & 255, offset);
  if (format.bitsPerPixel === 16) {
    return format.bigEndian
      ? target.writeUInt16BE(pixel & 0xffff, offset)
      : target.writeUInt16LE(pixel & 0xffff, offset);
  }
  return format.bigEndian ? target.writeUInt32BE(pixel, offset) : target.writeUInt32LE(pixel, offset);
}

/** An area as raw pixels. */
export function rawPixels(canvas: Canvas, area: Rectangle, format: PixelFormat): Buffer {
  const target = Buffer.alloc((area.width * area.height * format.bitsPerPixel) / 8);
  let offset = 0;
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let x = area.x; x < area.x + area.width; x++) {
      offset = putPixel(target, offset, convert(canvas.pixels[y * canvas.width + x] ?? 0, format), format);
    }
  }
  return target;
}
