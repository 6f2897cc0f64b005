import { compileQuery, type FieldSet, withoutUnfinished } from "@stackdeck/api-types";
import { useEffect, useRef, useState } from "react";

interface SearchTextOptions<Row> {
  readonly value: string;
  /** Settled: the box was left, or Enter pressed; otherwise more may be typed. */
  readonly onChange: (text: string, isSettled?: boolean) => void;
  readonly fields: FieldSet<Row>;
}

/**
 * What can be asked for while somebody types: the text, without the part that is just begun, so that `state:` leaves
 * nothing out; undefined, and the rows stay as they are, when something else is wrong.
 */
export function understood<Row>(text: string, cursor: number, fields: FieldSet<Row>): string | undefined {
  const { errors } = compileQuery(text, fields);
  if (errors.length === 0) return text.trim();
  const rest = withoutUnfinished(text, errors, cursor);
  return rest !== undefined && compileQuery(rest, fields).errors.length === 0 ? rest : undefined;
}

/** What is typed into a search, and what of it the list has been told. */
export function useSearchText<Row>({ value, onChange, fields }: SearchTextOptions<Row>) {
  const [text, setText] = useState(value);
  // What was told comes back as the value, perhaps when more has been typed already: only other values are news.
  const told = useRef<string[]>([]);
  const tell = (next: string, isSettled = false) => {
    if (next !== (told.current.at(-1) ?? value)) told.current.push(next);
    else if (!isSettled) return;
    onChange(next, isSettled);
  };
  // Back, Forward and saved views change the text from outside.
  useEffect(() => {
    const at = told.current.indexOf(value);
    told.current.splice(0, at < 0 ? told.current.length : at + 1);
    if (at < 0) setText((before) => (before.trim() === value ? before : value));
  }, [value]);
  return {
    text,
    /** What is not understood (yet) is not asked for, unless Enter says so. */
    edit: (next: string, cursor: number) => {
      setText(next);
      const asked = understood(next, cursor, fields);
      if (asked !== undefined) tell(asked);
    },
    settle: () => tell(text.trim(), true),
  };
}
