import { type DragEvent, useState } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { cx } from "../../ui/class-names.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/form/field.tsx";
import { TextInput } from "../../ui/form/inputs.tsx";
import { Icon } from "../../ui/icon.tsx";
import styles from "./column-panel.module.css";
import {
  type ColumnChoice,
  columnWidths,
  moveColumn,
  resizeColumn,
  shiftColumn,
  tagColumn,
  tagOfColumn,
} from "./list-columns.ts";

interface ColumnPanelProps {
  readonly all: readonly { readonly id: string; readonly label: string }[];
  readonly choices: readonly ColumnChoice[];
  /** Names of tags that can be columns. */
  readonly tags: readonly string[];
  readonly onChange: (choices: readonly ColumnChoice[] | undefined) => void;
  readonly onClose: () => void;
}

/** Chooses columns, their order and their widths, by mouse or keyboard; tags can be columns too. */
export function ColumnPanel(props: ColumnPanelProps) {
  const { all, choices, onChange } = props;
  const [dragged, setDragged] = useState<string | undefined>();
  const labelOf = (id: string) => tagOfColumn(id) ?? all.find((it) => it.id === id)?.label ?? id;
  const hidden = all.filter((it) => !choices.some((one) => one.id === it.id));
  return (
    <Dialog
      title="Columns"
      side
      onClose={props.onClose}
      footer={
        <>
          <Button icon="undo" onClick={() => onChange(undefined)}>
            Standard columns
          </Button>
          <Button kind="primary" onClick={props.onClose}>
            Done
          </Button>
        </>
      }
    >
      <ul className={styles["list"]} aria-label="Columns shown">
        {choices.map((choice, index) => (
          <ShownColumn
            key={choice.id}
            choices={choices}
            index={index}
            label={labelOf(choice.id)}
            dragging={{ dragged, onDrag: setDragged }}
            onChange={onChange}
          />
        ))}
      </ul>
      {hidden.length > 0 && (
        <>
          <h3 className={styles["heading"]}>Not shown</h3>
          <ul className={styles["list"]} aria-label="Columns not shown">
            {hidden.map(({ id, label }) => (
              <li key={id} className={styles["item"]}>
                <label className={styles["name"]}>
                  <input type="checkbox" checked={false} onChange={() => onChange([...choices, { id }])} />
                  {label}
                </label>
              </li>
            ))}
          </ul>
        </>
      )}
      <TagField
        tags={props.tags.filter((name) => !choices.some((one) => one.id === tagColumn(name)))}
        onAdd={(name) =>
          onChange([...choices.filter((one) => one.id !== tagColumn(name)), { id: tagColumn(name) }])
        }
      />
    </Dialog>
  );
}

interface ShownColumnProps {
  readonly choices: readonly ColumnChoice[];
  readonly index: number;
  readonly label: string;
  readonly dragging: {
    readonly dragged: string | undefined;
    readonly onDrag: (id: string | undefined) => void;
  };
  readonly onChange: (choices: readonly ColumnChoice[]) => void;
}

function ShownColumn({ choices, index, label, dragging, onChange }: ShownColumnProps) {
  const { id = "", width } = choices[index] ?? {};
  return (
    <li
      className={cx(styles["item"], dragging.dragged === id && styles["dragged"])}
      {...dragEvents(id, { choices, dragging, onChange })}
    >
      <Icon name="grip" />
      <label className={styles["name"]}>
        <input
          type="checkbox"
          checked
          disabled={choices.length === 1}
          onChange={() => onChange(choices.filter((one) => one.id !== id))}
        />
        {label}
        {tagOfColumn(id) !== undefined && <span className="muted">tag</span>}
      </label>
      <input
        type="number"
        className={styles["width"]}
        aria-label={`Width of ${label} in pixels`}
        placeholder="auto"
        min={columnWidths.least}
        max={columnWidths.most}
        step={columnWidths.step}
        value={width ?? ""}
        onChange={({ target }) =>
          onChange(resizeColumn(choices, id, target.value === "" ? undefined : Number(target.value)))
        }
      />
      <IconButton
        small
        icon="sortUp"
        label={`Move ${label} up`}
        disabled={index === 0}
        onClick={() => onChange(shiftColumn(choices, id, -1))}
      />
      <IconButton
        small
        icon="sortDown"
        label={`Move ${label} down`}
        disabled={index === choices.length - 1}
        onClick={() => onChange(shiftColumn(choices, id, 1))}
      />
    </li>
  );
}

/** The columns change places while one is dragged over the others: what is seen is what it will be. */
function dragEvents(
  id: string,
  { choices, dragging, onChange }: Pick<ShownColumnProps, "choices" | "dragging" | "onChange">,
) {
  const { dragged, onDrag } = dragging;
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", id);
      onDrag(id);
    },
    onDragEnd: () => onDrag(undefined),
    onDragOver: (event: DragEvent) => {
      if (dragged === undefined) return;
      event.preventDefault();
      if (dragged !== id) onChange(moveBeside(choices, dragged, id));
    },
    onDrop: (event: DragEvent) => event.preventDefault(),
  };
}

/** A column dragged over another one changes places with those between. */
function moveBeside(choices: readonly ColumnChoice[], id: string, over: string): readonly ColumnChoice[] {
  const at = (wanted: string) => choices.findIndex((one) => one.id === wanted);
  if (at(id) > at(over)) return moveColumn(choices, id, over);
  return moveColumn(choices, id, choices[at(over) + 1]?.id);
}

function TagField(props: { readonly tags: readonly string[]; readonly onAdd: (name: string) => void }) {
  const [name, setName] = useState("");
  const add = (wanted: string) => {
    if (wanted.trim() === "") return;
    props.onAdd(wanted.trim());
    setName("");
  };
  return (
    <>
      <h3 className={styles["heading"]}>A tag as a column</h3>
      <Field label="Name of the tag">
        {(wiring) => (
          <div className={styles["tag"]}>
            <TextInput
              {...wiring}
              value={name}
              placeholder="env"
              onChange={(event) => setName(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter") add(name);
              }}
            />
            <Button icon="plus" disabled={name.trim() === ""} onClick={() => add(name)}>
              Add
            </Button>
          </div>
        )}
      </Field>
      <div className={styles["offers"]}>
        {props.tags.slice(0, 12).map((tag) => (
          <Button key={tag} small icon="plus" aria-label={`Add tag ${tag}`} onClick={() => add(tag)}>
            {tag}
          </Button>
        ))}
      </div>
    </>
  );
}
