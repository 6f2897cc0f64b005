import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import type { Clock } from "../consoles/clock.ts";
import type { Size } from "./picture-scaler.ts";
import { encodePng } from "./png.ts";
import { readScreen } from "./screen-reader.ts";
import { ThumbnailError } from "./thumbnail-error.ts";

/** A small picture of a screen. */
export interface Thumbnail extends Size {
  readonly png: Buffer;
  /** Unix milliseconds. */
  readonly takenOn: number;
  /** Changes when the picture does. */
  readonly tag: string;
}

/** A VM from one start to the next: a picture of an earlier run says nothing about this one. */
export interface ScreenRun {
  readonly ipAddress: string;
  readonly run: string;
}

export interface ThumbnailsOptions {
  /** Opens the screen of a VM. @throws the hypervisor's refusal */
  readonly open: (ipAddress: string, signal: AbortSignal) => Promise<Duplex>;
  readonly clock: Clock;
}

/** A picture as old as this is not taken anew, in milliseconds. */
const freshMs = 20_000;
/** How long a screen may take, in milliseconds. */
const takeMs = 5000;
/** Pictures taken at a time, in the whole fleet. */
const atOnce = 4;
/** Wishes that wait for their turn; beyond, they are refused. */
const maxWaiting = 64;
/** Pictures kept, in bytes together. */
const keptBytes = 16 * 1024 * 1024;
/** Largest picture: sharp on a fine display at the size it is shown. */
const largest: Size = { width: 480, height: 360 };

interface Kept {
  readonly run: string;
  readonly thumbnail: Thumbnail;
}

/** Takes and keeps small pictures of screens: one at a time of each VM, a few in the whole fleet. */
export class Thumbnails {
  readonly #o: ThumbnailsOptions;
  /** Least recently taken first. */
  readonly #kept = new Map<string, Kept>();
  readonly #pending = new Map<string, Promise<Thumbnail>>();
  readonly #waiting: (() => void)[] = [];
  #keptBytes = 0;
  #busy = 0;

  constructor(options: ThumbnailsOptions) {
    this.#o = options;
  }

  /**
   * A picture of the VM's screen: the one that is kept while it is fresh, else a new one. When none can be taken, an
   * older one of the same run does; its age says so.
   * @throws ThumbnailError, or the hypervisor's refusal
   */
  async get({ ipAddress, run }: ScreenRun): Promise<Thumbnail> {
    const kept = this.#kept.get(ipAddress);
    const usable = kept?.run === run ? kept.thumbnail : undefined;
    if (usable !== undefined && this.#o.clock.now() - usable.takenOn < freshMs) return usable;
    try {
      return await this.#shared({ ipAddress, run });
    } catch (error) {
      if (usable === undefined) throw error;
      return usable;
    }
  }

  /** However many ask, one picture of a VM is taken at a time. */
  #shared(wish: ScreenRun): Promise<Thumbnail> {
    const key = `${wish.ipAddress} ${wish.run}`;
    const pending = this.#pending.get(key);
    if (pending !== undefined) return pending;
    const taking = this.#inTurn(() => this.#take(wish)).finally(() => this.#pending.delete(key));
    this.#pending.set(key, taking);
    return taking;
  }

  async #inTurn<T>(action: () => Promise<T>): Promise<T> {
    if (this.#busy >= atOnce) {
      if (this.#waiting.length >= maxWaiting)
        throw new ThumbnailError("busy", "Many pictures of screens are being taken.");
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#busy += 1;
    try {
      return await action();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#busy -= 1;
      else next();
    }
  }

  async #take({ ipAddress, run }: ScreenRun): Promise<Thumbnail> {
    const late = new AbortController();
    const cancel = this.#o.clock.after(takeMs, () => late.abort());
    let channel: Duplex | undefined;
    try {
      channel = await this.#o.open(ipAddress, late.signal);
      const picture = await readScreen(endedBy(channel, late.signal), largest);
      const png = await encodePng(picture);
      const tag = createHash("sha256").update(png).digest("base64url").slice(0, 27);
      const { width, height } = picture;
      const thumbnail = { png, width, height, tag, takenOn: this.#o.clock.now() };
      this.#keep(ipAddress, { run, thumbnail });
      return thumbnail;
    } catch (error) {
      if (late.signal.aborted) throw new ThumbnailError("timeout", "The screen does not answer.");
      throw error;
    } finally {
      cancel();
      channel?.destroy();
    }
  }

  #keep(ipAddress: string, kept: Kept): void {
    this.#drop(ipAddress);
    this.#kept.set(ipAddress, kept);
    this.#keptBytes += kept.thumbnail.png.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#keptBytes <= keptBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(ipAddress: string): void {
    this.#keptBytes -= this.#kept.get(ipAddress)?.thumbnail.png.length ?? 0;
    this.#kept.delete(ipAddress);
  }
}

function endedBy(channel: Duplex, signal: AbortSignal): Duplex {
  // It may break while nobody reads; whoever reads is told by the reading.
  channel.on("error", () => undefined);
  signal.addEventListener("abort", () => channel.destroy(), { once: true });
  return channel;
}
