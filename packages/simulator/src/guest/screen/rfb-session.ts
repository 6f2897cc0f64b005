import type { Duplex } from "node:stream";
import type { Rectangle } from "./canvas.ts";
import type { Desktop } from "./desktop.ts";
import type { PixelFormat } from "./pixel-format.ts";
import { decodeFormat, encodeFormat, rawPixels, SERVER_FORMAT } from "./pixel-format.ts";
import { ZrleEncoder } from "./zrle.ts";

const VERSION = "RFB 003.008\n";
const ENCODING = { raw: 0, zrle: 16 } as const;
/** Longest clipboard text a client may send. */
const CLIPBOARD = 1024 * 1024;

/** Reads exactly so many bytes; undefined when the client is gone. */
type Reader = (length: number) => Promise<Buffer | undefined>;

/** One viewer of a desktop, in the remote framebuffer protocol 3.8 without authentication. */
export class RfbSession {
  readonly #desktop: Desktop;
  readonly #duplex: Duplex;
  readonly #zrle = new ZrleEncoder();
  #format: PixelFormat = SERVER_FORMAT;
  #useZrle = false;
  #wanted: { area: Rectangle; incremental: boolean } | undefined;
  #seen = 0;
  #sending = false;
  #unwatch: () => void = () => {};

  constructor(desktop: Desktop, duplex: Duplex) {
    this.#desktop = desktop;
    this.#duplex = duplex;
    duplex.on("error", () => {});
    duplex.on("close", () => this.#end());
  }

  /** Serves the viewer until it goes away. */
  async run(): Promise<void> {
    const read = readerOf(this.#duplex);
    if (!(await this.#handshake(read))) {
      this.#duplex.end();
      return;
    }
    const unwatch = this.#desktop.watch(() => this.#send());
    const unshare = this.#desktop.shareClipboard(this.#copied);
    this.#unwatch = () => {
      unwatch();
      unshare();
    };
    for (let type = await read(1); type !== undefined; type = await read(1)) {
      if (!(await this.#message(type[0] ?? 0, read))) break;
    }
    this.#end();
    this.#duplex.end();
  }

  async #handshake(read: Reader): Promise<boolean> {
    this.#write(Buffer.from(VERSION));
    const version = await read(12);
    if (version === undefined || !version.toString("latin1").startsWith("RFB 003.")) return false;
    this.#write(Buffer.from([1, 1]));
    if ((await read(1))?.[0] !== 1) return false;
    this.#write(Buffer.alloc(4));
    if ((await read(1)) === undefined) return false;
    const { canvas, name } = this.#desktop;
    const size = Buffer.alloc(4);
    size.writeUInt16BE(canvas.width, 0);
    size.writeUInt16BE(canvas.height, 2);
    const title = Buffer.from(`QEMU (${name})`);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(title.length);
    this.#write(Buffer.concat([size, encodeFormat(SERVER_FORMAT), length, title]));
    return true;
  }

  /** Handles one message; false ends the session. */
  async #message(type: number, read: Reader): Promise<boolean> {
    switch (type) {
      case 0:
        return this.#setFormat(await read(19));
      case 2:
        return this.#setEncodings(await read(3), read);
      case 3:
        return this.#request(await read(9));
      case 4: {
        const body = await read(7);
        if (body?.[0] === 1) this.#desktop.key(body.readUInt32BE(3));
        return body !== undefined;
      }
      case 5: {
        const body = await read(5);
        if (body !== undefined)
          this.#desktop.pointer(body.readUInt16BE(1), body.readUInt16BE(3), body[0] ?? 0);
        return body !== undefined;
      }
      case 6:
        return this.#clipboard((await read(7))?.readInt32BE(3) ?? CLIPBOARD + 1, read);
      default:
        return false;
    }
  }

  /** Text of the viewer's clipboard. A negative length means a newer form, which was not offered. */
  async #clipboard(length: number, read: Reader): Promise<boolean> {
    if (Math.abs(length) > CLIPBOARD) return false;
    const text = await read(Math.abs(length));
    if (text !== undefined && length >= 0) this.#desktop.copy(text.toString("latin1"), this.#copied);
    return text !== undefined;
  }

  readonly #copied = (text: string): void => {
    const head = Buffer.from([3, 0, 0, 0, 0, 0, 0, 0]);
    const body = Buffer.from(text, "latin1");
    head.writeUInt32BE(body.length, 4);
    this.#write(Buffer.concat([head, body]));
  };

  #setFormat(body: Buffer | undefined): boolean {
    const format = body && decodeFormat(body.subarray(3));
    if (format === undefined) return false;
    this.#format = format;
    return true;
  }

  async #setEncodings(head: Buffer | undefined, read: Reader): Promise<boolean> {
    if (head === undefined) return false;
    const list = await read(head.readUInt16BE(1) * 4);
    if (list === undefined) return false;
    const encodings = Array.from({ length: list.length / 4 }, (_, index) => list.readInt32BE(index * 4));
    this.#useZrle = encodings.includes(ENCODING.zrle);
    return true;
  }

  #request(body: Buffer | undefined): boolean {
    if (body === undefined) return false;
    const [x = 0, y = 0, width = 0, height = 0] = [1, 3, 5, 7].map((at) => body.readUInt16BE(at));
    this.#wanted = { area: { x, y, width, height }, incremental: body[0] === 1 };
    this.#send();
    return true;
  }

  /** Answers the last request as soon as there is something to show. */
  #send(): void {
    const wanted = this.#wanted;
    if (wanted === undefined || this.#sending || this.#duplex.writableNeedDrain) return;
    const { canvas } = this.#desktop;
    const areas = canvas.changedSince(wanted.incremental ? this.#seen : 0, wanted.area);
    if (areas.length === 0) return;
    this.#wanted = undefined;
    this.#seen = canvas.version;
    this.#sending = true;
    this.#update(areas)
      .catch(() => this.#duplex.destroy())
      .finally(() => {
        this.#sending = false;
        this.#send();
      });
  }

  async #update(areas: readonly Rectangle[]): Promise<void> {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(areas.length, 2);
    const parts: Buffer[] = [head];
    for (const area of areas) {
      const description = Buffer.alloc(12);
      for (const [index, value] of [area.x, area.y, area.width, area.height].entries()) {
        description.writeUInt16BE(value, index * 2);
      }
      description.writeInt32BE(this.#useZrle ? ENCODING.zrle : ENCODING.raw, 8);
      const { canvas } = this.#desktop;
      parts.push(
        description,
        this.#useZrle
          ? await this.#zrle.encode(canvas, area, this.#format)
          : rawPixels(canvas, area, this.#format),
      );
    }
    if (!this.#write(Buffer.concat(parts)))
      await new Promise((resolve) => this.#duplex.once("drain", resolve));
  }

  #write(data: Buffer): boolean {
    return this.#duplex.destroyed || this.#duplex.write(data);
  }

  #end(): void {
    this.#unwatch();
    this.#unwatch = () => {};
    this.#zrle.close();
  }
}

function readerOf(duplex: Duplex): Reader {
  let held = Buffer.alloc(0);
  const chunks = duplex[Symbol.asyncIterator]();
  return async (length) => {
    while (held.length < length) {
      const next = await chunks.next().catch(() => ({ done: true as const, value: undefined }));
      if (next.done === true) return undefined;
      held = Buffer.concat([held, next.value as Buffer]);
    }
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
}
