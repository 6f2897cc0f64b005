import type { VmRow } from "@stackdeck/api-types";
import { live } from "../../api/live.ts";
import type { ListSearch } from "../lists/list-search.ts";

/** Rows a window may hold at once. */
const page = 500;
/** Windows that are asked for at once. */
const atOnce = 4;

interface Window {
  readonly total: number;
  readonly rows: readonly VmRow[];
}

/** Reads one window of the list, once. Rejects when the server refuses it. */
function readWindow(search: ListSearch, offset: number, limit: number): Promise<Window> {
  return new Promise((resolve, reject) => {
    const params = {
      filter: search.q ?? "",
      sort: [search.sort ?? "Hostname"],
      offset,
      limit,
      ...(search.group ? { groupBy: search.group } : {}),
    };
    const subscription = live.subscribe("vms", params);
    const stop = subscription.state.subscribe(() => {
      const state = subscription.state.get();
      if (state.status === "loading") return;
      stop();
      subscription.dispose();
      if (state.status === "error") reject(new Error(state.message));
      else
        resolve({
          total: state.window.total,
          rows: state.window.keys.flatMap((key) => state.window.rows.get(key) ?? []),
        });
    });
  });
}

/**
 * Reads the rows of the list from one place to before another, in its order, window after window; without places all
 * of them. Rows that move while it reads come once.
 */
export async function readRows(
  search: ListSearch,
  range: { readonly from?: number; readonly to?: number } = {},
): Promise<readonly VmRow[]> {
  const { from = 0, to = Number.POSITIVE_INFINITY } = range;
  const first = await readWindow(search, from, Math.min(page, to - from));
  const end = Math.min(to, first.total);
  const offsets: number[] = [];
  for (let offset = from + page; offset < end; offset += page) offsets.push(offset);
  const windows: (readonly VmRow[])[] = offsets.map(() => []);
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < offsets.length; at = next++) {
      const offset = offsets[at] ?? 0;
      windows[at] = (await readWindow(search, offset, Math.min(page, end - offset))).rows;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, offsets.length) }, worker));
  const byKey = new Map<string, VmRow>();
  for (const rows of [first.rows, ...windows]) for (const row of rows) byKey.set(row.IpAddress, row);
  return [...byKey.values()];
}
