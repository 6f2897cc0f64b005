import { createHash } from "node:crypto";

/** What is remembered of a boot log that was taken in: enough to tell whether the next one continues it. */
export interface BootLogSeen {
  readonly length: number;
  readonly digest: string;
}

export interface BootLogNews {
  /** What was not taken in before. */
  readonly bytes: Buffer;
  /** The VM was started since: the log has begun anew. */
  readonly newBoot: boolean;
}

/**
 * The hypervisor writes the boot log while nobody is attached to the serial port and begins a new one at each start of
 * the VM. So a log that begins with what was seen brings what came while we were away; another one is a new boot.
 */
export class BootLogMemory {
  #seen: BootLogSeen | undefined;

  constructor(seen?: BootLogSeen) {
    this.#seen = seen;
  }

  get seen(): BootLogSeen | undefined {
    return this.#seen;
  }

  /** Takes a log in. */
  take(log: Buffer): BootLogNews {
    const seen = this.#seen;
    const continues =
      seen !== undefined &&
      log.length >= seen.length &&
      digestOf(log.subarray(0, seen.length)) === seen.digest;
    this.#seen = { length: log.length, digest: digestOf(log) };
    return continues ? { bytes: log.subarray(seen.length), newBoot: false } : { bytes: log, newBoot: true };
  }
}

const digestOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("base64");

/** A boot log has bare line feeds; a terminal wants a carriage return before each. */
export function withCarriageReturns(text: Buffer): Buffer {
  return Buffer.from(text.toString("latin1").replace(/\r?\n/g, "\r\n"), "latin1");
}
