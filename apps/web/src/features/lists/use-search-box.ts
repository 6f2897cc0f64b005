import type { FieldSet } from "@stackdeck/api-types";
import { type Ref, type RefObject, useImperativeHandle, useRef, useState } from "react";
import { useFaults, useSuggestions, withSuggestion } from "./use-search-help.ts";
import { useSearchText } from "./use-search-text.ts";
import type { SearchNoun } from "./use-search-values.ts";

/** What others may do with the box. */
export interface SearchBoxHandle {
  /** Puts the cursor into the box with a part of its text selected. */
  readonly select: (from: number, to: number) => void;
}

export interface SearchBoxProps<Row> {
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

/** State of a search box: the text, what is offered at the cursor, and what is wrong. */
export function useSearchBox<Row>(props: SearchBoxProps<Row>) {
  const [cursor, setCursor] = useState(props.value.length);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const { text, edit, settle } = useSearchText(props);
  const typed = { text, cursor, open, fields: props.fields };
  const offered = useSuggestions(typed, props.noun);
  const { isWrong, message, stretches } = useFaults(typed);
  const items = offered?.items ?? [];
  const select = useSelecting(input, props.handle);
  const take = (index: number) => {
    const item = items[index];
    if (!item || !offered) return;
    const next = withSuggestion(text, offered, item);
    edit(next.text, next.cursor);
    setCursor(next.cursor);
    // After a key the operators are offered, then the values: Enter goes on with the first.
    setActive(item.kind === "value" ? -1 : 0);
    setOpen(true);
    select(next.cursor, next.cursor);
  };
  return {
    input,
    text,
    edit,
    settle,
    take,
    items,
    active,
    setActive,
    setOpen,
    setCursor,
    isListShown: open && items.length > 0,
    isOnItem: open && items[active] !== undefined,
    isWrong,
    stretches,
    error: message ?? (text.trim() === props.value && !isWrong ? props.error : undefined),
  };
}

/** Selects text of the field, for the box itself and for who holds its handle. */
function useSelecting(input: RefObject<HTMLInputElement | null>, handle: Ref<SearchBoxHandle> | undefined) {
  /** In the next frame: the text must be in the field first. */
  const select = (from: number, to: number) => {
    requestAnimationFrame(() => input.current?.setSelectionRange(from, to));
  };
  useImperativeHandle(handle, () => ({
    select: (from, to) => {
      input.current?.focus();
      select(from, to);
    },
  }));
  return select;
}

export type SearchBoxState = ReturnType<typeof useSearchBox>;
