import { promisify } from "node:util";
import { crc32, deflate } from "node:zlib";
import type { Picture } from "./picture-scaler.ts";

const compress = promisify(deflate);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Eight bits a channel, red, green and blue, the usual compression and filters, not interlaced. */
const kind = Buffer.from([8, 2, 0, 0, 0]);
/** Each byte of a row is told as the difference from the one above. */
const up = 2;

/** Writes a picture as PNG. */
export async function encodePng({ width, height, rgb }: Picture): Promise<Buffer> {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const data = await compress(filtered(rgb, width * 3, height));
  return Buffer.concat([
    signature,
    chunk("IHDR", Buffer.concat([header, kind])),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function filtered(rgb: Buffer, stride: number, height: number): Buffer {
  const out = Buffer.alloc((stride + 1) * height);
  for (let row = 0; row < height; row++) {
    const to = row * (stride + 1);
    out[to] = up;
    for (let at = 0; at < stride; at++) {
      const above = row === 0 ? 0 : rgb[(row - 1) * stride + at]!;
      out[to + 1 + at] = rgb[row * stride + at]! - above;
    }
  }
  return out;
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}
