import { type KeyboardEvent, useId, useRef } from "react";
import { cx } from "../../ui/class-names.ts";
import { formatNumber } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import styles from "./search-box.module.css";
import { type SearchBoxProps, type SearchBoxState, useSearchBox } from "./use-search-box.ts";
import { wishOfKey } from "./use-search-help.ts";

/** The one search language: keys, then operators, then values with their counts are offered while typing. */
export function SearchBox<Row>(props: SearchBoxProps<Row>) {
  const box = useSearchBox(props);
  const id = useId();
  return (
    <div className={styles["box"]}>
      <Icon name="search" />
      <SearchField box={box} id={id} label={props.label} placeholder={props.placeholder} />
      {box.text !== "" && (
        <button
          type="button"
          className={styles["clear"]}
          aria-label="Clear search"
          onClick={() => {
            box.edit("", 0);
            box.input.current?.focus();
          }}
        >
          <Icon name="close" size={12} />
        </button>
      )}
      <Suggestions box={box} id={id} />
      {box.error && (
        <p id={`${id}-error`} className={styles["error"]} role="status">
          {box.error}
        </p>
      )}
    </div>
  );
}

interface PartProps {
  readonly box: SearchBoxState;
  /** Of the whole; what its parts are called is made from it. */
  readonly id: string;
}

/** The field, and behind it the same text with its faults underlined. */
function SearchField({
  box,
  id,
  label,
  placeholder,
}: PartProps & { readonly label: string; readonly placeholder: string | undefined }) {
  const marks = useRef<HTMLDivElement>(null);
  return (
    <>
      <div ref={marks} className={styles["marks"]} aria-hidden="true">
        {box.stretches.map((stretch, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no identity but their place
          <span key={index} className={stretch.fault === undefined ? undefined : styles["fault"]}>
            {stretch.text}
          </span>
        ))}
      </div>
      <input
        ref={box.input}
        data-list-search
        className={styles["input"]}
        role="combobox"
        aria-label={label}
        aria-expanded={box.isListShown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={box.active >= 0 && box.isListShown ? `${id}-${box.active}` : undefined}
        aria-invalid={box.error ? true : undefined}
        aria-describedby={box.error ? `${id}-error` : undefined}
        placeholder={placeholder}
        value={box.text}
        autoComplete="off"
        spellCheck={false}
        onScroll={(event) => {
          if (marks.current) marks.current.scrollLeft = event.currentTarget.scrollLeft;
        }}
        {...fieldEvents(box)}
      />
    </>
  );
}

function fieldEvents(box: SearchBoxState) {
  return {
    onChange: ({ target }: { readonly target: HTMLInputElement }) => {
      const cursor = target.selectionStart ?? target.value.length;
      box.edit(target.value, cursor);
      box.setCursor(cursor);
      box.setOpen(true);
      box.setActive(-1);
    },
    onSelect: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) =>
      box.setCursor(currentTarget.selectionStart ?? 0),
    onFocus: () => box.setOpen(true),
    onClick: () => box.setOpen(true),
    onBlur: () => {
      box.setOpen(false);
      if (!box.isWrong) box.settle();
    },
    onKeyDown: (event: KeyboardEvent) => {
      const wish = wishOfKey(event.key, box);
      if (wish === undefined) return;
      fulfil(wish, box);
      event.preventDefault();
    },
  };
}

function fulfil(wish: NonNullable<ReturnType<typeof wishOfKey>>, box: SearchBoxState): void {
  switch (wish) {
    case "down":
    case "up":
      box.setOpen(true);
      box.setActive((before) =>
        Math.max(-1, Math.min(box.items.length - 1, before + (wish === "down" ? 1 : -1))),
      );
      break;
    case "take":
      box.take(box.active);
      break;
    case "settle":
      box.setOpen(false);
      box.settle();
      break;
    case "close":
      box.setOpen(false);
      break;
    case "leave":
      // For the row the keyboard was at.
      document.querySelector<HTMLElement>('[role="grid"] [data-row][tabindex="0"]')?.focus();
  }
}

function Suggestions({ box, id }: PartProps) {
  const { items, isListShown } = box;
  return (
    <div
      role="listbox"
      id={`${id}-list`}
      aria-label="Suggestions"
      className={cx(styles["list"], isListShown && styles["open"], box.error && styles["shifted"])}
    >
      {isListShown &&
        items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard
          // biome-ignore lint/a11y/useFocusableInteractive: it is the active descendant of the field
          <div
            key={`${item.kind}:${item.insert}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === box.active}
            className={styles["option"]}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => box.take(index)}
          >
            <code>{item.label}</code>
            <span>{/^\d+$/.test(item.detail) ? formatNumber(Number(item.detail)) : item.detail}</span>
          </div>
        ))}
    </div>
  );
}
