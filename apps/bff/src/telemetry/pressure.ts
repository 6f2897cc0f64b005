import { readdirSync, readFileSync } from "node:fs";
import { getHeapStatistics } from "node:v8";

/** How much of what a process cannot do without is in use. */
export interface Resources {
  /** Files and connections that are open; undefined where the system does not tell. */
  readonly descriptors: { readonly open: number; readonly limit: number } | undefined;
  readonly heap: { readonly used: number; readonly limit: number };
}

/** Share of the heap above which nothing new is begun. */
const heapShare = 0.92;
/** Descriptors that are left for hypervisors, the store and files. */
const leastReserve = 24;
const reserveShare = 0.1;
const tooLittleMemory = "The server's memory is nearly used up.";
const tooManyOpen = "The server has as many connections and files open as the system allows it.";
/** Looking is not free: what was seen holds for so long. */
const lookEveryMs = 100;

/** What was seen of the resources at one moment. */
interface Look {
  readonly at: number;
  readonly refusal: string | undefined;
  /** Descriptors that may still be taken. */
  room: number;
}

/** Says when there is too little left to begin anything new, so that what is at work can go on. */
export class Pressure {
  readonly #read: () => Resources;
  readonly #elapsed: () => number;
  #last: Look | undefined;

  constructor(o: { read?: () => Resources; elapsed?: () => number } = {}) {
    this.#read = o.read ?? readResources;
    this.#elapsed = o.elapsed ?? (() => performance.now());
  }

  /** Why nothing new is begun now; undefined while there is room. */
  refusal(): string | undefined {
    return this.#look().refusal;
  }

  /** The same for a connection that has just come, which has taken a descriptor itself. */
  refusalOfConnection(): string | undefined {
    const look = this.#look();
    look.room -= 1;
    return look.refusal ?? (look.room < 0 ? tooManyOpen : undefined);
  }

  #look(): Look {
    const now = this.#elapsed();
    if (this.#last === undefined || now - this.#last.at > lookEveryMs) this.#last = this.#lookAnew(now);
    return this.#last;
  }

  #lookAnew(at: number): Look {
    const { descriptors, heap } = this.#read();
    const room = descriptors === undefined ? Number.POSITIVE_INFINITY : roomOf(descriptors);
    if (heap.used > heap.limit * heapShare) return { at, room, refusal: tooLittleMemory };
    return { at, room, refusal: room < 0 ? tooManyOpen : undefined };
  }
}

function roomOf({ open, limit }: { readonly open: number; readonly limit: number }): number {
  return limit - Math.max(leastReserve, limit * reserveShare) - open;
}

function readResources(): Resources {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return { heap: { used, limit }, descriptors: readDescriptors() };
}

const descriptorLimit = readLimit();

/** Linux alone tells. */
function readLimit(): number | undefined {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}

function readDescriptors(): Resources["descriptors"] {
  if (descriptorLimit === undefined) return undefined;
  try {
    return { open: readdirSync("/proc/self/fd").length, limit: descriptorLimit };
  } catch {
    // Looking takes one itself: there is none left.
    return { open: descriptorLimit, limit: descriptorLimit };
  }
}
