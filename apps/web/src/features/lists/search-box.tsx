import { compileQuery, type FieldSet, markFaults, type Suggestion, suggest } from "@stackdeck/api-types";
import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { cx } from "../../ui/class-names.ts";
import { formatNumber } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import styles from "./search-box.module.css";
import { type SearchNoun, useSearchValues } from "./use-search-values.ts";

/** What others may do with the box. */
export interface SearchBoxHandle {
  /** Puts the cursor into the box with a part of its text selected. */
  readonly select: (from: number, to: number) => void;
}

interface SearchBoxProps<Row> {
  readonly label: string;
  readonly value: string;
  /** Settled: the box was left, or Enter pressed; otherwise more may be typed. */
  readonly onChange: (text: string, isSettled?: boolean) => void;
  readonly fields: FieldSet<Row>;
  /** The list whose values are offered, with how often they occur. */
  readonly noun?: SearchNoun;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly handle?: Ref<SearchBoxHandle>;
}

const mostShown = 9;

/** What stands in the box after a suggestion is taken; values end their part, keys and operators go on. */
function taken(text: string, at: { from: number; to: number }, item: Suggestion) {
  const insert = item.kind === "value" ? `${item.insert} ` : item.insert;
  const rest = item.kind === "value" ? text.slice(at.to).replace(/^ /, "") : text.slice(at.to);
  return { text: text.slice(0, at.from) + insert + rest, cursor: at.from + insert.length };
}

/** Leaves the box for the row the keyboard was at. */
function focusList(): void {
  document.querySelector<HTMLElement>('[role="grid"] [data-row][tabindex="0"]')?.focus();
}

/** The one search language: keys, then operators, then values with their counts are offered while typing. */
export function SearchBox<Row>(props: SearchBoxProps<Row>) {
  const [text, setText] = useState(props.value);
  const [cursor, setCursor] = useState(props.value.length);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const marks = useRef<HTMLDivElement>(null);
  const id = useId();
  const { value, onChange, fields } = props;
  // What was told comes back as the value, perhaps when more has been typed already: only other values are news.
  const told = useRef<string[]>([]);
  const tell = (next: string, isSettled = false) => {
    if (next !== (told.current.at(-1) ?? value)) told.current.push(next);
    else if (!isSettled) return;
    onChange(next, isSettled);
  };
  /** What is not understood (yet) is not asked for: the rows stay as they are until it is, or Enter says so. */
  const edit = (next: string) => {
    setText(next);
    if (compileQuery(next, fields).errors.length === 0) tell(next.trim());
  };
  // Back, Forward and saved views change the text from outside.
  useEffect(() => {
    const at = told.current.indexOf(value);
    told.current.splice(0, at < 0 ? told.current.length : at + 1);
    if (at < 0) setText((before) => (before.trim() === value ? before : value));
  }, [value]);
  const selectText = (from: number, to: number) => {
    input.current?.focus();
    requestAnimationFrame(() => input.current?.setSelectionRange(from, to));
  };
  useImperativeHandle(props.handle, () => ({ select: selectText }));

  const place = useMemo(
    () => (open ? suggest(text, cursor, { fields, most: mostShown }) : undefined),
    [open, text, cursor, fields],
  );
  const values = useSearchValues(props.noun, place?.values);
  const offered = useMemo(
    () =>
      place?.values && values.length > 0
        ? suggest(text, cursor, { fields, most: mostShown, valuesOf: () => values })
        : place,
    [place, values, text, cursor, fields],
  );
  const faults = useMemo(() => compileQuery(text, fields).errors, [text, fields]);
  const isWrong = faults.length > 0;
  // A value that is still to come is no fault while the cursor waits for it.
  const shown = useMemo(
    () => faults.filter((fault) => !open || fault.from < fault.to || fault.to !== cursor),
    [faults, open, cursor],
  );
  const stretches = useMemo(() => markFaults(text, shown), [text, shown]);
  const error = shown[0]?.message ?? (text.trim() === value && !isWrong ? props.error : undefined);
  const items = offered?.items ?? [];
  const take = (index: number) => {
    const item = items[index];
    if (!item || !offered) return;
    const next = taken(text, offered, item);
    edit(next.text);
    setCursor(next.cursor);
    // After a key the operators are offered, then the values: Enter goes on with the first.
    setActive(item.kind === "value" ? -1 : 0);
    setOpen(true);
    requestAnimationFrame(() => input.current?.setSelectionRange(next.cursor, next.cursor));
  };
  const showList = open && items.length > 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!open) setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((before) => Math.max(-1, Math.min(items.length - 1, before + step)));
    } else if ((event.key === "Enter" || event.key === "Tab") && open && items[active]) take(active);
    else if (event.key === "Enter") {
      setOpen(false);
      tell(text.trim(), true);
    } else if (event.key === "Escape" && showList) setOpen(false);
    else if (event.key === "Escape") focusList();
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles["box"]}>
      <Icon name="search" />
      <div ref={marks} className={styles["marks"]} aria-hidden="true">
        {stretches.map((stretch, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no identity but their place
          <span key={index} className={stretch.fault === undefined ? undefined : styles["fault"]}>
            {stretch.text}
          </span>
        ))}
      </div>
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
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        placeholder={props.placeholder}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onScroll={(event) => {
          if (marks.current) marks.current.scrollLeft = event.currentTarget.scrollLeft;
        }}
        onChange={(event) => {
          edit(event.target.value);
          setCursor(event.target.selectionStart ?? event.target.value.length);
          setOpen(true);
          setActive(-1);
        }}
        onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={() => {
          setOpen(false);
          if (!isWrong) tell(text.trim(), true);
        }}
        onKeyDown={onKeyDown}
      />
      {text !== "" && (
        <button
          type="button"
          className={styles["clear"]}
          aria-label="Clear search"
          onClick={() => {
            edit("");
            input.current?.focus();
          }}
        >
          <Icon name="close" size={12} />
        </button>
      )}
      <div
        role="listbox"
        id={`${id}-list`}
        aria-label="Suggestions"
        className={cx(styles["list"], showList && styles["open"], error && styles["shifted"])}
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
              <span>{/^\d+$/.test(item.detail) ? formatNumber(Number(item.detail)) : item.detail}</span>
            </div>
          ))}
      </div>
      {error && (
        <p id={`${id}-error`} className={styles["error"]} role="status">
          {error}
        </p>
      )}
    </div>
  );
}
