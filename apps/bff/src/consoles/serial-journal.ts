import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BootLogSeen } from "./boot-log-memory.ts";
import type { Clock } from "./clock.ts";
import type { FormerEpoch, SavedHistory, SerialHistory } from "./serial-history.ts";
import type { SerialMark } from "./serial-marks.ts";

/** Where histories are kept while nobody looks, and across restarts. */
export interface SerialJournals {
  /** @returns what is known of that very VM, or undefined */
  load(key: JournalKey): Promise<SavedHistory | undefined>;
  /** Follows a history from now on. */
  follow(key: JournalKey, history: SerialHistory): SerialJournal;
  /** The VM is gone: its output must not be shown to whoever gets its address next. */
  forget(key: JournalKey): Promise<void>;
}

export interface SerialJournal {
  /** The history has grown. Cheap: writing happens later. */
  grown(): void;
  /** Writes what is not yet written and stops following. */
  close(): Promise<void>;
}

export interface JournalKey {
  readonly ipAddress: string;
  /** Tells the VM from a later one with the same address. */
  readonly identity: string;
}

/** How much of the end of a history is kept on disk, in bytes. */
const keptBytes = 1024 * 1024;
/** Time between a change and its writing, in milliseconds: what a crash of the server may cost. */
const delayMs = 300;
/** The file is written anew when it has grown to this. */
const rewriteAt = 3 * keptBytes;

interface Header {
  readonly identity: string;
  readonly epoch: string;
  readonly formerEpochs: readonly FormerEpoch[];
  readonly start: number;
  readonly length: number;
  /** What the bytes before `start` left set on a terminal; in the first record of a file. */
  readonly setBefore?: string;
  readonly marks: readonly Omit<SerialMark, "number">[];
  readonly bootLogSeen: BootLogSeen | null;
  readonly savedOn: string;
}

/** Journals as files, one for each VM, readable by the server's user only. */
export class FileJournals implements SerialJournals {
  readonly #directory: string;
  readonly #clock: Clock;

  constructor(directory: string, clock: Clock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  async load(key: JournalKey): Promise<SavedHistory | undefined> {
    const content = await readFile(this.#file(key)).catch(() => undefined);
    return content === undefined ? undefined : readJournal(content, key.identity);
  }

  follow(key: JournalKey, history: SerialHistory): SerialJournal {
    return new FileJournal(this.#file(key), { key, history, clock: this.#clock });
  }

  async forget(key: JournalKey): Promise<void> {
    await rm(this.#file(key), { force: true });
  }

  #file(key: JournalKey): string {
    return join(this.#directory, `${key.ipAddress.replace(/[^0-9A-Fa-f.:]/g, "_")}-0.serial`);
  }
}

interface FileJournalOptions {
  readonly key: JournalKey;
  readonly history: SerialHistory;
  readonly clock: Clock;
}

/** A file of records: a line of JSON that says how many bytes follow and where in the stream they belong. */
class FileJournal implements SerialJournal {
  readonly #path: string;
  readonly #o: FileJournalOptions;
  #written = 0;
  #fileBytes = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();
  /** Has grown since the last writing began. */
  #grew = false;
  #closed = false;

  constructor(path: string, options: FileJournalOptions) {
    this.#path = path;
    this.#o = options;
  }

  grown(): void {
    this.#grew = true;
    if (this.#closed || this.#cancel !== undefined) return;
    this.#cancel = this.#o.clock.after(delayMs, () => {
      this.#writing = this.#write().finally(() => {
        this.#cancel = undefined;
        if (this.#grew) this.grown();
      });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    await this.#writing;
    await this.#write();
  }

  /** A full disk must not stop a console: what could not be written is missing after a restart, and a mark says so. */
  async #write(): Promise<void> {
    this.#grew = false;
    try {
      await this.#writeRecord();
    } catch {
      this.#fileBytes = Number.POSITIVE_INFINITY;
    }
  }

  async #writeRecord(): Promise<void> {
    const { ring } = this.#o.history;
    const oldest = Math.max(ring.end - keptBytes, ring.start);
    const anew = this.#written < oldest || this.#fileBytes > rewriteAt;
    const start = anew ? oldest : this.#written;
    const bytes = Buffer.concat([...ring.views(start)]);
    const setBefore = anew ? this.#o.history.setBefore(start) : undefined;
    const record = Buffer.concat([this.#header({ start, length: bytes.length, setBefore }), bytes]);
    const target = anew ? `${this.#path}.new` : this.#path;
    if (anew) await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const file = await open(target, anew ? "w" : "a", 0o600);
    try {
      await file.writeFile(record);
    } finally {
      await file.close();
    }
    if (anew) await rename(target, this.#path);
    this.#written = start + bytes.length;
    this.#fileBytes = (anew ? 0 : this.#fileBytes) + record.length;
  }

  #header(part: { start: number; length: number; setBefore: string | undefined }): Buffer {
    const { history, key, clock } = this.#o;
    const { setBefore, ...place } = part;
    const header: Header = {
      identity: key.identity,
      epoch: history.epoch,
      formerEpochs: history.formerEpochs,
      ...place,
      ...(setBefore !== undefined && { setBefore }),
      marks: history.marks.all.map(({ number: _number, ...mark }) => mark),
      bootLogSeen: history.bootLog.seen ?? null,
      savedOn: new Date(clock.now()).toISOString(),
    };
    return Buffer.from(`${JSON.stringify(header)}\n`);
  }
}

/** Reads the records of a journal as far as they are whole. */
export function readJournal(content: Buffer, identity: string): SavedHistory | undefined {
  let last: Header | undefined;
  let pieces: Buffer[] = [];
  let start = 0;
  let setBefore = "";
  let end = 0;
  let position = 0;
  for (;;) {
    const newline = content.indexOf(0x0a, position);
    const header = newline < 0 ? undefined : parseHeader(content.toString("utf8", position, newline));
    if (header === undefined || header.identity !== identity) break;
    position = newline + 1 + header.length;
    const bytes = content.subarray(newline + 1, position);
    if (bytes.length < header.length) break;
    if (last?.epoch !== header.epoch || header.start !== end) {
      pieces = [];
      start = header.start;
      setBefore = header.setBefore ?? "";
    }
    pieces.push(bytes);
    end = header.start + header.length;
    last = header;
  }
  if (last === undefined) return undefined;
  const { epoch, formerEpochs, savedOn } = last;
  const marks = last.marks.filter((mark) => mark.offset >= start);
  const bootLogSeen = last.bootLogSeen ?? undefined;
  const bytes = Buffer.concat(pieces);
  return { epoch, formerEpochs, start, setBefore, bytes, marks, savedOn, bootLogSeen };
}

/** Our own file, but a crash may have left anything at its end. */
function parseHeader(line: string): Header | undefined {
  try {
    const header = JSON.parse(line) as Partial<Header>;
    const whole = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
    const sound =
      typeof header.epoch === "string" &&
      typeof header.savedOn === "string" &&
      ["string", "undefined"].includes(typeof header.setBefore) &&
      Array.isArray(header.marks) &&
      Array.isArray(header.formerEpochs) &&
      whole(header.length) &&
      whole(header.start);
    return sound ? (header as Header) : undefined;
  } catch {
    return undefined;
  }
}
