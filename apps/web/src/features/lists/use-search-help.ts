import {
  compileQuery,
  type FieldSet,
  markFaults,
  type Suggestion,
  type Suggestions,
  suggest,
} from "@stackdeck/api-types";
import { useMemo } from "react";
import { type SearchNoun, useSearchValues } from "./use-search-values.ts";

const mostShown = 9;

/** A search as it is typed. */
interface Typed<Row> {
  readonly text: string;
  readonly cursor: number;
  readonly open: boolean;
  readonly fields: FieldSet<Row>;
}

/** What can stand at the cursor; values with their counts as soon as the server has counted. */
export function useSuggestions<Row>(
  { text, cursor, open, fields }: Typed<Row>,
  noun: SearchNoun | undefined,
): Suggestions | undefined {
  const place = useMemo(
    () => (open ? suggest(text, cursor, { fields, most: mostShown }) : undefined),
    [open, text, cursor, fields],
  );
  const values = useSearchValues(noun, place?.values);
  return useMemo(
    () =>
      place?.values && values.length > 0
        ? suggest(text, cursor, { fields, most: mostShown, valuesOf: () => values })
        : place,
    [place, values, text, cursor, fields],
  );
}

/** What of a search is not understood, and where. */
export function useFaults<Row>({ text, cursor, open, fields }: Typed<Row>) {
  const faults = useMemo(() => compileQuery(text, fields).errors, [text, fields]);
  // A value that is still to come is no fault while the cursor waits for it.
  const shown = useMemo(
    () => faults.filter((fault) => !open || fault.from < fault.to || fault.to !== cursor),
    [faults, open, cursor],
  );
  const stretches = useMemo(() => markFaults(text, shown), [text, shown]);
  return { isWrong: faults.length > 0, message: shown[0]?.message, stretches };
}

/** What stands in the box after a suggestion is taken; values end their part, keys and operators go on. */
export function withSuggestion(text: string, at: { from: number; to: number }, item: Suggestion) {
  const insert = item.kind === "value" ? `${item.insert} ` : item.insert;
  const rest = item.kind === "value" ? text.slice(at.to).replace(/^ /, "") : text.slice(at.to);
  return { text: text.slice(0, at.from) + insert + rest, cursor: at.from + insert.length };
}

/** What a key does in a search box; undefined where it is the field's own. */
export function wishOfKey(
  key: string,
  at: { readonly isListShown: boolean; readonly isOnItem: boolean },
): "down" | "up" | "take" | "settle" | "close" | "leave" | undefined {
  switch (key) {
    case "ArrowDown":
      return "down";
    case "ArrowUp":
      return "up";
    case "Tab":
      return at.isOnItem ? "take" : undefined;
    case "Enter":
      return at.isOnItem ? "take" : "settle";
    case "Escape":
      return at.isListShown ? "close" : "leave";
    default:
      return undefined;
  }
}
