import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { cx } from "../../../ui/class-names.ts";
import type { FieldWiring } from "../../../ui/form/field.tsx";
import { formatBytes } from "../../../ui/format.ts";
import { Menu } from "../../../ui/menu.tsx";
import { StateBadge } from "../../../ui/state-badge.tsx";
import styles from "./user-data-editor.module.css";
import { userDataExamples } from "./user-data-examples.ts";
import { beginningNotes, kindOf, type UserDataNote } from "./user-data-kind.ts";

const none: readonly UserDataNote[] = [];

/** What is wrong with the text. The reader of YAML is loaded when there is some. */
function useNotes(text: string): readonly UserDataNote[] {
  const settled = useDeferredValue(text);
  const [notes, setNotes] = useState(none);
  useEffect(() => {
    if (kindOf(settled).id !== "cloud-config") {
      setNotes(beginningNotes(settled));
      return undefined;
    }
    let current = true;
    void import("./cloud-config.ts").then(({ cloudConfigNotes }) => {
      if (current) setNotes(cloudConfigNotes(settled));
    });
    return () => {
      current = false;
    };
  }, [settled]);
  return notes;
}

/** Edits user data: numbered lines, what cloud-init will make of it, and what it will not understand. */
export function UserDataEditor(props: {
  readonly wiring: FieldWiring;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const { wiring, value, onChange } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const id = useId();
  const notes = useNotes(value);
  const lines = value.split("\n");
  const goTo = (line: number) => {
    const from = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.current?.focus();
    area.current?.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  };
  return (
    <div className={styles["editor"]}>
      <div className={cx(styles["frame"], notes.some((note) => note.grave) && styles["bad"])}>
        <div ref={gutter} className={styles["gutter"]} aria-hidden="true">
          <LineNumbers count={lines.length} notes={notes} />
        </div>
        <textarea
          {...wiring}
          ref={area}
          className={styles["area"]}
          rows={Math.min(24, Math.max(8, lines.length + 1))}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          aria-describedby={cx(wiring["aria-describedby"], notes.length > 0 && `${id}-notes`) || undefined}
          placeholder={"#cloud-config\npackages:\n  - htop"}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onKeyDown={(event) => indentLikeBefore(event, onChange)}
        />
      </div>
      <Foot value={value} isSound={notes.length === 0} onChange={onChange} />
      {notes.length > 0 && <Remarks id={`${id}-notes`} notes={notes} onGoTo={goTo} />}
    </div>
  );
}

function LineNumbers({ count, notes }: { readonly count: number; readonly notes: readonly UserDataNote[] }) {
  return Array.from({ length: count }, (_, index) => {
    const note = notes.find((it) => it.line === index + 1);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their number
      <span key={index} className={note && (note.grave ? styles["graveLine"] : styles["noteLine"])}>
        {index + 1}
      </span>
    );
  });
}

/** Examples to insert, and what the text is. */
function Foot(props: {
  readonly value: string;
  readonly isSound: boolean;
  readonly onChange: (text: string) => void;
}) {
  const { value, isSound, onChange } = props;
  const kind = kindOf(value);
  return (
    <div className={styles["foot"]}>
      <Menu
        align="start"
        trigger={
          <Button small icon="plus">
            Insert
          </Button>
        }
        entries={userDataExamples.map((example) => ({
          label: example.label,
          onSelect: () => onChange(example.insertInto(value)),
        }))}
      />
      {kind.id !== "empty" && (
        <span className="muted">
          {kind.label} · {formatBytes(new TextEncoder().encode(value).length)}
        </span>
      )}
      {kind.id === "cloud-config" && isSound && <StateBadge plain state="succeeded" label="can be read" />}
    </div>
  );
}

function Remarks(props: {
  readonly id: string;
  readonly notes: readonly UserDataNote[];
  readonly onGoTo: (line: number) => void;
}) {
  return (
    <ul id={props.id} className={styles["notes"]} aria-label="Remarks on the user data">
      {props.notes.map(({ line, text, grave }) => (
        <li key={`${line} ${text}`}>
          <button type="button" onClick={() => props.onGoTo(line)}>
            <StateBadge plain state={grave ? "failed" : "stale"} label={`Line ${line}: ${text}`} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Enter goes on at the indentation of the line, as YAML wants it. Tab leaves the field, as everywhere. */
function indentLikeBefore(event: KeyboardEvent<HTMLTextAreaElement>, onChange: (text: string) => void): void {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
  const { value, selectionStart, selectionEnd } = event.currentTarget;
  const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  if (indent === "") return;
  event.preventDefault();
  const at = selectionStart + 1 + indent.length;
  const element = event.currentTarget;
  onChange(`${value.slice(0, selectionStart)}\n${indent}${value.slice(selectionEnd)}`);
  requestAnimationFrame(() => element.setSelectionRange(at, at));
}
