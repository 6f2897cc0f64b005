import { readRows } from "../features/vms/read-rows.ts";
import { subjectOfRow, type VmSubject } from "./vm-subject.ts";

/** So many addresses fit into one filter. */
const perFilter = 200;
/** Up to here VMs are asked for by address; beyond it is quicker to read the list they were selected in. */
const mostByAddress = 1_000;

/** The VMs at some addresses as they are now. Those that are gone are left out. Rejects when they can not be read. */
export async function readSubjects(ips: readonly string[], query: string): Promise<readonly VmSubject[]> {
  const wanted = new Set(ips);
  const found = new Map<string, VmSubject>();
  if (ips.length > mostByAddress)
    for (const row of await readRows({ q: query }))
      if (wanted.has(row.IpAddress)) found.set(row.IpAddress, subjectOfRow(row));
  const rest = ips.filter((ip) => !found.has(ip));
  for (let at = 0; at < rest.length; at += perFilter) {
    const filter = `ip:${rest.slice(at, at + perFilter).join(",")}`;
    for (const row of await readRows({ q: filter })) found.set(row.IpAddress, subjectOfRow(row));
  }
  return ips.flatMap((ip) => found.get(ip) ?? []);
}
