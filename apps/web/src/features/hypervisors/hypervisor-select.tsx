import { useLive } from "../../api/use-live.ts";
import type { FieldWiring } from "../../ui/form/field.tsx";
import { Select } from "../../ui/form/inputs.tsx";
import { formatMiB } from "../../ui/format.ts";

/** Chooses a hypervisor; says what is free on each. */
export function HypervisorSelect(props: {
  readonly wiring: FieldWiring;
  readonly value: string;
  readonly exclude?: string | undefined;
  readonly onChange: (id: string) => void;
  readonly any?: string;
}) {
  const state = useLive("hypervisors", { filter: "", sort: ["Hostname"], offset: 0, limit: 500 });
  const rows = [...(state.window?.rows.values() ?? [])].filter((row) => row.Id !== props.exclude);
  const options = rows.map((row) => {
    const free = formatMiB(Math.max(0, row.MemoryInMiB - row.AllocatedMemoryInMiB));
    const note = row.Freshness !== "live" ? row.Freshness : row.Disabled ? "disabled" : `${free} free`;
    return [row.Id, `${row.Hostname || row.Id} (${note})`] as const;
  });
  return (
    <Select
      {...props.wiring}
      value={props.value}
      options={[["", props.any ?? "Choose a hypervisor"], ...options]}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}
