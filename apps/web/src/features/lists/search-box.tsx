import { type CountedValue, type FieldSet, suggest } from "@stackdeck/api-types";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cx } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import styles from "./search-box.module.css";

interface SearchBoxProps<Row> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly fields: FieldSet<Row>;
  readonly valuesOf?: (key: string) => readonly CountedValue[];
  readonly error?: string | undefined;
  readonly placeholder?: string;
}

/** Keystrokes settle for this long before the list is asked again. */
const settleMs = 80;

/** The one search language: keys, then operators, then values are offered while typing. */
export function SearchBox<Row>(props: SearchBoxProps<Row>) {
  const [text, setText] = useState(props.value);
  const [cursor, setCursor] = useState(props.value.length);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const { value, onChange } = props;
  // Back, Forward and saved views change the text from outside.
  useEffect(() => setText((before) => (before.trim() === value ? before : value)), [value]);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text.trim() !== value) onChange(text.trim());
    }, settleMs);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);

  const offered = open
    ? suggest(text, cursor, {
        fields: props.fields,
        most: 9,
        ...(props.valuesOf ? { valuesOf: props.valuesOf } : {}),
      })
    : undefined;
  const items = offered?.items ?? [];
  const take = (index: number) => {
    const item = items[index];
    if (!item || !offered) return;
    const insert =
      item.kind === "key" ? `${item.insert}:` : item.kind === "value" ? `${item.insert} ` : item.insert;
    const next = text.slice(0, offered.from) + insert + text.slice(offered.to);
    const at = offered.from + insert.length;
    setText(next);
    setCursor(at);
    setActive(-1);
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!open) setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((before) => Math.max(-1, Math.min(items.length - 1, before + step)));
    } else if ((event.key === "Enter" || event.key === "Tab") && open && active >= 0) take(active);
    else if (event.key === "Enter") {
      setOpen(false);
      onChange(text.trim());
    } else if (event.key === "Escape" && (open || text !== "")) {
      if (open) setOpen(false);
      else setText("");
    } else return;
    event.preventDefault();
  };
  const showList = open && items.length > 0;
  return (
    <div className={styles["box"]}>
      <Icon name="search" />
      <input
        ref={input}
        data-list-search
        className={styles["input"]}
        role="combobox"
        aria-label={props.label}
        aria-expanded={showList}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 && showList ? `${id}-${active}` : undefined}
        aria-invalid={props.error ? true : undefined}
        aria-describedby={props.error ? `${id}-error` : undefined}
        placeholder={props.placeholder}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          setCursor(event.target.selectionStart ?? event.target.value.length);
          setOpen(true);
          setActive(-1);
        }}
        onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {text !== "" && (
        <button
          type="button"
          className={styles["clear"]}
          aria-label="Clear search"
          onClick={() => setText("")}
        >
          <Icon name="close" size={12} />
        </button>
      )}
      <div
        role="listbox"
        id={`${id}-list`}
        aria-label="Suggestions"
        className={cx(styles["list"], showList && styles["open"])}
      >
        {showList &&
          items.map((item, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard
            // biome-ignore lint/a11y/useFocusableInteractive: it is the active descendant of the field
            <div
              key={`${item.kind}:${item.insert}`}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className={styles["option"]}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(index)}
            >
              <code>{item.label}</code>
              <span>{item.detail}</span>
            </div>
          ))}
      </div>
      {props.error && (
        <p id={`${id}-error`} className={styles["error"]} role="status">
          {props.error}
        </p>
      )}
    </div>
  );
}
