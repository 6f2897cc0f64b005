/** What a live subscription holds in the browser, and how snapshots and deltas change it. Pure: no sockets, no time. */
import type { LiveDelta, LiveGroup, LiveSnapshot, LiveTopic, LiveTopics } from "@stackdeck/api-types";

/** A window into a live list. `rows` keeps the identity of rows that did not change, so they do not render again. */
export interface LiveWindow<Row> {
  readonly epoch: string;
  readonly revision: number;
  readonly total: number;
  readonly unfiltered: number;
  readonly offset: number;
  readonly keys: readonly string[];
  readonly rows: ReadonlyMap<string, Row>;
  readonly groups: readonly LiveGroup[];
  /** Why a list that is to be grouped has no groups. */
  readonly groupsError: string | undefined;
  readonly filterError: string | undefined;
}

type RowOf<T extends LiveTopic> = LiveTopics[T]["row"];

/** Reads the key of a row, as the topic defines it. */
export const keyOfRow: { readonly [T in LiveTopic]: (row: RowOf<T>) => string } = {
  vms: (row) => row.IpAddress,
  vm: (row) => row.IpAddress,
  hypervisors: (row) => row.Id,
  hypervisor: (row) => row.Id,
  fleet: () => "fleet",
  operations: (row) => row.Id,
  events: (row) => String(row.Id),
};

/** A window made from a snapshot. */
export function windowFromSnapshot<Row>(
  snapshot: LiveSnapshot<Row>,
  keyOf: (row: Row) => string,
  before?: LiveWindow<Row>,
): LiveWindow<Row> {
  const rows = new Map<string, Row>();
  for (const row of snapshot.rows) {
    const key = keyOf(row);
    const known = before?.rows.get(key);
    rows.set(key, known !== undefined && sameRow(known, row) ? known : row);
  }
  return {
    epoch: snapshot.epoch,
    revision: snapshot.revision,
    total: snapshot.total,
    unfiltered: snapshot.unfiltered,
    offset: snapshot.offset,
    keys: snapshot.keys,
    rows,
    groups: snapshot.groups ?? [],
    groupsError: snapshot.groupsError,
    filterError: snapshot.filterError,
  };
}

/** Rows come from JSON: equal text means an equal row. Only used on snapshots, which are windows of at most 500. */
function sameRow(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Applies a delta, or says that it does not continue what we have. */
export function applyDelta<Row>(
  window: LiveWindow<Row>,
  delta: LiveDelta<Row>,
  keyOf: (row: Row) => string,
): LiveWindow<Row> | "resync" {
  if (delta.base !== window.revision) return "resync";
  const keys = delta.keys ?? window.keys;
  const changed = new Map(delta.rows.map((row) => [keyOf(row), row]));
  const rows = new Map<string, Row>();
  for (const key of keys) {
    const row = changed.get(key) ?? window.rows.get(key);
    if (row === undefined) return "resync";
    rows.set(key, row);
  }
  return {
    ...window,
    revision: delta.revision,
    total: delta.total ?? window.total,
    unfiltered: delta.unfiltered ?? window.unfiltered,
    keys,
    rows,
    ...(delta.groups === undefined ? {} : { groups: delta.groups, groupsError: delta.groupsError }),
  };
}

/** The row at a position of the whole list, if the window holds it. */
export function rowAt<Row>(window: LiveWindow<Row> | undefined, index: number): Row | undefined {
  const key = window?.keys[index - window.offset];
  return key === undefined ? undefined : window?.rows.get(key);
}
