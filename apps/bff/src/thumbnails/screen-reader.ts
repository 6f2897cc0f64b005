import type { Duplex } from "node:stream";
import { ByteSource } from "./byte-source.ts";
import { type Area, type Picture, PictureScaler, type Size } from "./picture-scaler.ts";
import { ThumbnailError } from "./thumbnail-error.ts";

/** Largest screen that is looked at, in pixels: a hostile one could be endless. */
const maxPixels = 7680 * 4320;
/** Longest name or clipboard text that is skipped, in bytes. */
const maxText = 1024 * 1024;
/** Most areas of one update. */
const maxAreas = 10_000;
/** Messages that are read before the picture must be there. */
const maxMessages = 64;

/** No password; the other kinds need secrets that we do not have. */
const noSecurity = 1;
const rawEncoding = 0;

/** Sixteen bits a pixel are plenty for a small picture, and half of what is sent otherwise. */
const pixelFormat = Buffer.from([16, 16, 0, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0]);

/**
 * Takes one small picture of a screen over RFB and touches nothing: the screen is shared with whoever looks at it, and no
 * key, pointer or clipboard is sent.
 * @throws ThumbnailError when what comes is not a picture
 */
export async function readScreen(channel: Duplex, into: Size): Promise<Picture> {
  const source = new ByteSource(channel);
  const size = await shakeHands(channel, source);
  const scaler = new PictureScaler(size, into);
  channel.write(Buffer.concat([Buffer.from([0, 0, 0, 0]), pixelFormat]));
  channel.write(Buffer.from([2, 0, 0, 1, 0, 0, 0, rawEncoding]));
  askForAll(channel, size);
  for (let messages = 0; messages < maxMessages; messages++) {
    const [type = 0] = await source.read(1);
    if (type !== 0) {
      await skipMessage(type, source);
      continue;
    }
    await readUpdate(source, { size, scaler });
    if (scaler.complete) return scaler.picture();
    askForAll(channel, size);
  }
  throw new ThumbnailError("protocol", "The screen sends no whole picture.");
}

/** Everything up to the size of the screen; asks to share it. */
async function shakeHands(channel: Duplex, source: ByteSource): Promise<Size> {
  const version = (await source.read(12)).toString("latin1");
  if (!/^RFB \d{3}\.\d{3}\n$/.test(version)) throw new ThumbnailError("protocol", "That is not a screen.");
  const minor = version < "RFB 003.007" ? 3 : version < "RFB 003.008" ? 7 : 8;
  channel.write(`RFB 003.00${minor}\n`);
  if (minor === 3) requireSecurity((await source.read(4)).readUInt32BE() === noSecurity);
  else {
    const [count = 0] = await source.read(1);
    requireSecurity((await source.read(count)).includes(noSecurity));
    channel.write(Buffer.of(noSecurity));
    if (minor === 8) requireSecurity((await source.read(4)).readUInt32BE() === 0);
  }
  channel.write(Buffer.of(1));
  const start = await source.read(24);
  const size = { width: start.readUInt16BE(0), height: start.readUInt16BE(2) };
  if (size.width * size.height === 0 || size.width * size.height > maxPixels)
    throw new ThumbnailError("protocol", `The screen has ${size.width} × ${size.height} pixels.`);
  await skip(source, start.readUInt32BE(20));
  return size;
}

function requireSecurity(isNone: boolean): void {
  if (!isNone) throw new ThumbnailError("protocol", "The screen asks for a password.");
}

function askForAll(channel: Duplex, { width, height }: Size): void {
  const request = Buffer.alloc(10);
  request[0] = 3;
  request.writeUInt16BE(width, 6);
  request.writeUInt16BE(height, 8);
  channel.write(request);
}

async function readUpdate(
  source: ByteSource,
  { size, scaler }: { readonly size: Size; readonly scaler: PictureScaler },
): Promise<void> {
  const count = (await source.read(3)).readUInt16BE(1);
  if (count > maxAreas) throw new ThumbnailError("protocol", `An update of ${count} areas is too long.`);
  for (let index = 0; index < count; index++) {
    const head = await source.read(12);
    const area: Area = {
      x: head.readUInt16BE(0),
      y: head.readUInt16BE(2),
      width: head.readUInt16BE(4),
      height: head.readUInt16BE(6),
    };
    if (head.readInt32BE(8) !== rawEncoding)
      throw new ThumbnailError("protocol", "The screen sends pixels in a form that was not asked for.");
    if (area.x + area.width > size.width || area.y + area.height > size.height)
      throw new ThumbnailError("protocol", "An area lies outside the screen.");
    scaler.begin(area);
    await source.stream(area.width * area.height * 2, (bytes) => scaler.take(bytes));
  }
}

/** Colours of a palette, a bell, a clipboard text: of no interest. */
async function skipMessage(type: number, source: ByteSource): Promise<void> {
  if (type === 1) await skip(source, (await source.read(5)).readUInt16BE(3) * 6);
  else if (type === 3) await skip(source, Math.abs((await source.read(7)).readInt32BE(3)));
  else if (type !== 2) throw new ThumbnailError("protocol", `The screen sends a message of kind ${type}.`);
}

async function skip(source: ByteSource, length: number): Promise<void> {
  if (length > maxText) throw new ThumbnailError("protocol", `A text of ${length} bytes is too long.`);
  await source.stream(length, () => undefined);
}
