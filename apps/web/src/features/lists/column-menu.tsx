import { IconButton } from "../../ui/button.tsx";
import { Menu } from "../../ui/menu.tsx";

/** Chooses which columns are shown. */
export function ColumnMenu(props: {
  readonly all: readonly { readonly id: string; readonly label: string }[];
  readonly shown: readonly string[];
  readonly onChange: (ids: readonly string[] | undefined) => void;
}) {
  const { all, shown, onChange } = props;
  return (
    <Menu
      trigger={<IconButton icon="columns" label="Columns" kind="default" />}
      entries={[
        { kind: "heading", label: "Columns" },
        ...all.map((column) => {
          const checked = shown.includes(column.id);
          return {
            label: column.label,
            checked,
            reason: checked && shown.length === 1 ? "One column has to stay" : undefined,
            onSelect: () =>
              onChange(
                all.map((it) => it.id).filter((id) => (id === column.id ? !checked : shown.includes(id))),
              ),
          };
        }),
        { kind: "separator" },
        { label: "Standard columns", icon: "undo", onSelect: () => onChange(undefined) },
      ]}
    />
  );
}
