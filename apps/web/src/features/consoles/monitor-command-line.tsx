import { type KeyboardEvent, useId, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import styles from "./console-page.module.css";
import type { ManagerSession } from "./manager-session.ts";
import { completeQmpCommand, type ParsedCommand, parseQmpCommand, qmpCommands } from "./qmp-commands.ts";

/** Where commands are typed: names are completed, former ones recalled, and what disrupts the VM is asked about. */
export function CommandLine({ session }: { readonly session: ManagerSession }) {
  const { text, error, asked, change, keys, submit } = useCommand(session);
  const listId = useId();
  return (
    <form
      className={styles["command"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <input
        aria-label="Command"
        aria-invalid={error !== ""}
        autoComplete="off"
        spellCheck={false}
        list={listId}
        placeholder='query-status, or qom-list {"path": "/machine"}'
        value={text}
        onKeyDown={keys}
        onChange={(event) => change(event.target.value)}
      />
      <datalist id={listId}>
        {qmpCommands.map(({ name, example }) => (
          <option key={name} value={example === undefined ? name : `${name} ${example}`} />
        ))}
      </datalist>
      <Button type="submit" kind={asked === undefined ? "primary" : "danger"}>
        {asked === undefined ? "Send" : `Really ${asked.name}?`}
      </Button>
      {error !== "" && <span role="alert">{error}</span>}
    </form>
  );
}

/** What is being typed, what is wrong with it, and whether it was asked about. */
function useCommand(session: ManagerSession) {
  const [text, setText] = useState("");
  const [error, setError] = useState("");
  const [asked, setAsked] = useState<ParsedCommand | undefined>(undefined);
  const history = useCommandHistory(session);
  const change = (typed: string): void => {
    setText(typed);
    setError("");
    setAsked(undefined);
  };
  const submit = (): void => {
    const command = parseQmpCommand(text);
    if ("error" in command) setError(command.error);
    else if (command.disruptive && asked?.json !== command.json) setAsked(command);
    else {
      session.send(command.json);
      history.add(text);
      change("");
    }
  };
  const keys = (event: KeyboardEvent): void => {
    let replaced: string | undefined;
    if (event.key === "Tab" && !event.shiftKey) replaced = completeQmpCommand(text);
    else if (event.key === "ArrowUp") replaced = history.back();
    else if (event.key === "ArrowDown") replaced = history.on();
    if (replaced === undefined) return;
    event.preventDefault();
    change(replaced);
  };
  return { text, error, asked, change, keys, submit };
}

/** Commands that were sent on this console, recalled with the arrow keys. */
function useCommandHistory(session: ManagerSession) {
  const entries = session.typed;
  const place = useRef(entries.length);
  return {
    add: (text: string): void => {
      session.remember(text);
      place.current = entries.length;
    },
    back: (): string | undefined => {
      place.current = Math.max(0, place.current - 1);
      return entries[place.current];
    },
    on: (): string => {
      place.current = Math.min(entries.length, place.current + 1);
      return entries[place.current] ?? "";
    },
  };
}
