import { randomUUID } from "node:crypto";
import type { SerialMarkKind } from "@stackdeck/api-types";
import { BootLogMemory, type BootLogSeen } from "./boot-log-memory.ts";
import { ByteRing } from "./byte-ring.ts";
import { type SerialMark, SerialMarks } from "./serial-marks.ts";

/** What is kept of a stream across a restart of the server. */
export interface SavedHistory {
  readonly epoch: string;
  /** Offset of the first byte of `bytes`. */
  readonly start: number;
  readonly bytes: Buffer;
  readonly marks: readonly Omit<SerialMark, "number">[];
  readonly bootLogSeen: BootLogSeen | undefined;
  /** RFC 3339; until when the bytes are complete. */
  readonly savedOn: string;
}

/**
 * Offsets leap this far at a restart, so that bytes which were sent to somebody but not saved keep an offset of their
 * own: a viewer that has them gets what follows, once.
 */
const restartLeap = 2 ** 36;

/** One VM port's past: its bytes with offsets, its marks, what was seen of the boot log. */
export class SerialHistory {
  readonly epoch: string;
  readonly ring: ByteRing;
  readonly marks = new SerialMarks();
  readonly bootLog: BootLogMemory;

  constructor(ringBytes: number, saved?: SavedHistory) {
    this.epoch = saved?.epoch ?? randomUUID();
    this.ring = new ByteRing({ capacity: ringBytes, start: saved?.start ?? 0 });
    this.bootLog = new BootLogMemory(saved?.bootLogSeen);
    if (saved !== undefined) this.#restore(saved);
  }

  /** Marks the place where the stream is now. */
  mark(kind: SerialMarkKind, text: string, now: number): SerialMark {
    this.marks.forgetBefore(this.ring.start);
    return this.marks.add({ kind, text, on: new Date(now).toISOString(), offset: this.ring.end });
  }

  #restore(saved: SavedHistory): void {
    this.ring.append(saved.bytes);
    for (const mark of saved.marks) this.marks.add(mark);
    const offset = this.ring.end;
    const resumesAt = offset + restartLeap;
    this.ring.jump(resumesAt);
    this.marks.add({
      kind: "gap",
      on: saved.savedOn,
      text: `Stackdeck let the console go; output after ${saved.savedOn} may be missing, unless it follows from the boot log`,
      offset,
      resumesAt,
    });
  }
}
