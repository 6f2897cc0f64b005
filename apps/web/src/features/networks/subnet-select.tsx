import type { HypervisorRow } from "@stackdeck/api-types";
import { useLive } from "../../api/use-live.ts";
import { byName } from "../../ui/by-name.ts";
import type { FieldWiring } from "../../ui/form/field.tsx";
import { Select } from "../../ui/form/inputs.tsx";

/** Free addresses of each subnet over the given hypervisors. */
function freeBySubnet(rows: Iterable<HypervisorRow>): ReadonlyMap<string, number> {
  const free = new Map<string, number>();
  for (const row of rows)
    for (const id of row.Subnets) free.set(id, (free.get(id) ?? 0) + (row.NumFreeAddresses[id] ?? 0));
  return free;
}

/** Chooses a subnet; says how many addresses are free. */
export function SubnetSelect(props: {
  readonly wiring: FieldWiring;
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const state = useLive("hypervisors", { filter: "", sort: [], offset: 0, limit: 500 });
  const free = freeBySubnet(state.window?.rows.values() ?? []);
  const options = [...free]
    .sort(([a], [b]) => byName(a, b))
    .map(([id, count]) => [id, `${id} (${count} free)`] as const);
  return (
    <Select
      {...props.wiring}
      value={props.value}
      options={[["", "Choose a subnet"], ...options]}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}
