import { compileQuery, type FieldSet } from "@stackdeck/api-types";
import { useEffect, useRef, useState } from "react";

interface SearchTextOptions<Row> {
  readonly value: string;
  /** Settled: the box was left, or Enter pressed; otherwise more may be typed. */
  readonly onChange: (text: string, isSettled?: boolean) => void;
  readonly fields: FieldSet<Row>;
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
    /** What is not understood (yet) is not asked for: the rows stay as they are until it is, or Enter says so. */
    edit: (next: string) => {
      setText(next);
      if (compileQuery(next, fields).errors.length === 0) tell(next.trim());
    },
    settle: () => tell(text.trim(), true),
  };
}
