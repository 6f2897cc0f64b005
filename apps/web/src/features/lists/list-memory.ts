import type { TablePlace } from "../../ui/table/use-table-place.ts";

/** What Back brings back besides what the URL holds: where one was, and what was selected. */
export interface ListMemory {
  readonly place?: TablePlace | undefined;
  readonly selected?: readonly (readonly [key: string, row: unknown])[] | undefined;
  /** The search the selection was made in. */
  readonly query?: string | undefined;
}

const storageKey = "stackdeck.lists";
/** Entries of the browser's history that are remembered. */
const mostEntries = 20;
/** More selected rows than this are not kept over a reload. */
const mostStored = 2_000;

const memories = new Map<string, ListMemory>(read());
addEventListener("pagehide", write);

function read(): readonly [string, ListMemory][] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(stored) ? (stored as [string, ListMemory][]) : [];
  } catch {
    return [];
  }
}

function write(): void {
  const entries = [...memories].map(([key, memory]): [string, ListMemory] => [
    key,
    (memory.selected?.length ?? 0) > mostStored ? { ...memory, selected: undefined } : memory,
  ]);
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(entries));
  } catch {
    // A full store loses the places, nothing else.
  }
}

/** What is remembered of a list in an entry of the browser's history. */
export function recall(entry: string): ListMemory {
  return memories.get(entry) ?? {};
}

/** Remembers more of it. The oldest entries are forgotten. */
export function remember(entry: string, part: ListMemory): void {
  const next = { ...memories.get(entry), ...part };
  memories.delete(entry);
  memories.set(entry, next);
  for (const key of memories.keys()) {
    if (memories.size <= mostEntries) return;
    memories.delete(key);
  }
}
