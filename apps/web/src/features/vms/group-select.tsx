import { Select } from "../../ui/form/inputs.tsx";
import { tagOfColumn } from "../lists/list-columns.ts";
import { useTagNames } from "../lists/use-search-values.ts";
import { groupings } from "./groupings.ts";

/** Chooses what the list is grouped by: a field, or any tag. */
export function GroupSelect(props: { readonly value: string; readonly onChange: (group: string) => void }) {
  const names = useTagNames();
  const chosen = tagOfColumn(props.value);
  const tags = chosen === undefined || names.includes(chosen) ? names : [chosen, ...names];
  return (
    <Select
      aria-label="Group by"
      value={props.value}
      options={[...groupings, ...tags.map((name) => [`tag:${name}`, `By tag ${name}`] as const)]}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}
