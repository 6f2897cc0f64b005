import { useState } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { useValue } from "../../ui/use-value.ts";
import styles from "./console-page.module.css";
import type { SerialTerminal } from "./serial-terminal.ts";
import { matchesText } from "./terminal-search.ts";

/** Looks for a text in a terminal's history, the newest match first. */
export function SearchBox({
  terminal,
  onClose,
}: {
  readonly terminal: SerialTerminal;
  readonly onClose: () => void;
}) {
  const { text, how, found, change, find } = useSearch(terminal);
  const matches = useValue(terminal.matches);
  const close = (): void => {
    terminal.endSearch();
    onClose();
  };
  return (
    <search className={styles["search"]}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the search was just asked for
        autoFocus
        aria-label="Search the output"
        aria-invalid={!found}
        placeholder="Search"
        value={text}
        onChange={(event) => change(event.target.value, how)}
        onKeyDown={(event) => {
          if (event.key === "Enter") find(event.shiftKey ? "next" : "previous");
          if (event.key === "Escape") close();
        }}
      />
      <Button
        small
        aria-label="Capitals as typed"
        aria-pressed={how.caseSensitive}
        onClick={() => change(text, { ...how, caseSensitive: !how.caseSensitive })}
      >
        Aa
      </Button>
      <Button
        small
        aria-label="Regular expression"
        aria-pressed={how.regex}
        onClick={() => change(text, { ...how, regex: !how.regex })}
      >
        .*
      </Button>
      <span role="status" className={styles["matches"]}>
        {matchesText(found, matches)}
      </span>
      <IconButton small icon="sortUp" label="Previous match" onClick={() => find("previous")} />
      <IconButton small icon="sortDown" label="Next match" onClick={() => find("next")} />
      <IconButton small icon="close" label="End the search" onClick={close} />
    </search>
  );
}

function useSearch(terminal: SerialTerminal) {
  const [text, setText] = useState("");
  const [how, setHow] = useState({ caseSensitive: false, regex: false });
  const [found, setFound] = useState(true);
  return {
    text,
    how,
    found,
    change: (newText: string, newHow: typeof how): void => {
      setText(newText);
      setHow(newHow);
      setFound(newText === "" || terminal.find(newText, "previous", newHow));
    },
    find: (direction: "next" | "previous"): void =>
      setFound(text === "" || terminal.find(text, direction, how)),
  };
}
