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
  const kind = kindOf(value);
  const lines = value.split("\n").length;
  const rows = Math.min(24, Math.max(8, lines + 1));
  const grave = notes.some((note) => note.grave);
  const goTo = (line: number) => {
    const from =
      value
        .split("\n")
        .slice(0, line - 1)
        .join("\n").length + (line > 1 ? 1 : 0);
    area.current?.focus();
    area.current?.setSelectionRange(from, from + (value.split("\n")[line - 1]?.length ?? 0));
  };
  return (
    <div className={styles["editor"]}>
      <div className={cx(styles["frame"], grave && styles["bad"])}>
        <div ref={gutter} className={styles["gutter"]} aria-hidden="true">
          {Array.from({ length: lines }, (_, index) => {
            const note = notes.find((it) => it.line === index + 1);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their number
              <span key={index} className={note && (note.grave ? styles["graveLine"] : styles["noteLine"])}>
                {index + 1}
              </span>
            );
          })}
        </div>
        <textarea
          {...wiring}
          ref={area}
          className={styles["area"]}
          rows={rows}
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
        {kind.id === "cloud-config" && notes.length === 0 && (
          <StateBadge plain state="succeeded" label="can be read" />
        )}
      </div>
      {notes.length > 0 && (
        <ul id={`${id}-notes`} className={styles["notes"]} aria-label="Remarks on the user data">
          {notes.map((note) => (
            <li key={`${note.line} ${note.text}`}>
              <button type="button" onClick={() => goTo(note.line)}>
                <StateBadge
                  plain
                  state={note.grave ? "failed" : "stale"}
                  label={`Line ${note.line}: ${note.text}`}
                />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
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
