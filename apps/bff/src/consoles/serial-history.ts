import { randomUUID } from "node:crypto";
import { type SerialMarkKind, terminalAtBoot } from "@stackdeck/api-types";
import { BootLogMemory, type BootLogSeen } from "./boot-log-memory.ts";
import { ByteRing } from "./byte-ring.ts";
import { type SerialMark, SerialMarks } from "./serial-marks.ts";
import { TerminalTrace } from "./terminal-trace.ts";

/** A stream of an earlier run of the server, as far as it is known. */
export interface FormerEpoch {
  readonly epoch: string;
  /** Offset behind its last byte that was saved: what follows in the stream came after the restart. */
  readonly end: number;
}

/** What is kept of a stream across a restart of the server. */
export interface SavedHistory {
  readonly epoch: string;
  readonly formerEpochs: readonly FormerEpoch[];
  /** Offset of the first byte of `bytes`. */
  readonly start: number;
  /** What the bytes before those left set on a terminal, as text that sets it. */
  readonly setBefore: string;
  readonly bytes: Buffer;
  readonly marks: readonly Omit<SerialMark, "number">[];
  readonly bootLogSeen: BootLogSeen | undefined;
  /** RFC 3339; until when the bytes are complete. */
  readonly savedOn: string;
}

/** Restarts of the server over which a viewer finds its place again. */
const formerEpochsKept = 32;

/**
 * One VM port's past: its bytes with offsets, its marks, what was seen of the boot log, and what a terminal still has of
 * the bytes that are gone. Each run of the server is an epoch
 * of its own, which goes on where the last one was saved. Bytes that were sent to somebody and not saved are thus never
 * taken for others at the same offset.
 */
export class SerialHistory {
  readonly epoch = randomUUID();
  readonly formerEpochs: readonly FormerEpoch[];
  readonly ring: ByteRing;
  readonly marks = new SerialMarks();
  readonly bootLog: BootLogMemory;
  readonly #dropped = new TerminalTrace();

  constructor(ringBytes: number, saved?: SavedHistory) {
    this.ring = new ByteRing({
      capacity: ringBytes,
      start: saved?.start ?? 0,
      onDrop: (bytes, offset) => this.#trace(this.#dropped, bytes, offset),
    });
    this.bootLog = new BootLogMemory(saved?.bootLogSeen);
    this.formerEpochs = saved === undefined ? [] : formerEpochsOf(saved);
    if (saved !== undefined) this.#restore(saved);
  }

  /** Marks the place where the stream is now. */
  mark(kind: SerialMarkKind, text: string, now: number): SerialMark {
    this.marks.forgetBefore(this.ring.start);
    return this.marks.add({ kind, text, on: new Date(now).toISOString(), offset: this.ring.end });
  }

  /**
   * Where a viewer goes on that was at an offset of an epoch: what it has is left out, what it misses follows.
   * @returns undefined when that place is not known
   */
  placeOf(epoch: string, offset: number): number | undefined {
    if (epoch === this.epoch) return offset <= this.ring.end ? offset : undefined;
    const former = this.formerEpochs.find((candidate) => candidate.epoch === epoch);
    return former === undefined ? undefined : Math.min(offset, former.end);
  }

  /**
   * Text that sets on a terminal what the bytes before an offset, also those that are gone, left set: not what they drew.
   * @param offset of the oldest byte or later
   */
  setBefore(offset: number = this.ring.start): string {
    if (offset <= this.ring.start) return this.#dropped.sequence();
    const trace = new TerminalTrace();
    trace.take(Buffer.from(this.#dropped.sequence()));
    let at = this.ring.start;
    for (const view of this.ring.views(at)) {
      if (at >= offset) break;
      this.#trace(trace, view.subarray(0, offset - at), at);
      at += view.length;
    }
    return trace.sequence();
  }

  /** Bytes at an offset, and the boots among them, which end what was set before. */
  #trace(trace: TerminalTrace, bytes: Buffer, offset: number): void {
    let at = offset;
    for (const mark of this.marks.all) {
      if (mark.kind !== "boot" || mark.offset < offset || mark.offset >= offset + bytes.length) continue;
      trace.take(bytes.subarray(at - offset, mark.offset - offset));
      trace.take(Buffer.from(terminalAtBoot));
      at = mark.offset;
    }
    trace.take(bytes.subarray(at - offset));
  }

  #restore(saved: SavedHistory): void {
    this.#dropped.take(Buffer.from(saved.setBefore));
    this.ring.append(saved.bytes);
    for (const mark of saved.marks) this.marks.add(mark);
    this.marks.add({
      kind: "gap",
      on: saved.savedOn,
      text: "Stackdeck let the console go; output after this may be missing, unless it follows from the boot log",
      offset: this.ring.end,
    });
  }
}

function formerEpochsOf({ epoch, formerEpochs, start, bytes }: SavedHistory): readonly FormerEpoch[] {
  return [...formerEpochs, { epoch, end: start + bytes.length }].slice(-formerEpochsKept);
}
