import { useParams } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice, RetryButton, Skeleton } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { useValue } from "../../ui/use-value.ts";
import { browserClock, webSocketTransport } from "./console-link.ts";
import styles from "./console-page.module.css";
import { ConsoleTabs } from "./console-tabs.tsx";
import { ManagerSession } from "./manager-session.ts";
import { PowerButtons } from "./power-buttons.tsx";
import { type ParsedCommand, parseQmpCommand, qmpCommands } from "./qmp-commands.ts";
import { useConsoleVm } from "./use-console-vm.ts";

/** The monitor of a VM's virtualiser, for those with method powers. */
export function ManagerConsolePage() {
  const { ip = "" } = useParams({ strict: false }) as { readonly ip?: string };
  const [session, setSession] = useState<ManagerSession | undefined>(undefined);
  useEffect(() => {
    const mine = new ManagerSession({ ip, transport: webSocketTransport, clock: browserClock });
    setSession(mine);
    return () => mine.dispose();
  }, [ip]);
  const vm = useConsoleVm(ip);
  const name = vm?.name ?? ip;
  useEffect(() => {
    if (vm?.state === "running" && session?.state.get().phase === "waiting-for-vm") session.retry();
  }, [vm, session]);
  return (
    <Page title={`${name}: monitor`} heading={name} fill actions={<ConsoleTabs ip={ip} current="manager" />}>
      <div className={styles["frame"]}>
        <div className={styles["bar"]} role="toolbar" aria-label="Monitor">
          <PowerButtons vm={vm} />
        </div>
        {session === undefined ? <Skeleton /> : <Monitor session={session} />}
      </div>
    </Page>
  );
}

function Monitor({ session }: { readonly session: ManagerSession }) {
  const state = useValue(session.state);
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines bring the end into sight
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [state.lines]);
  return (
    <>
      {state.phase !== "connected" && (
        <Notice
          tone={state.phase === "ended" ? "bad" : "info"}
          title={state.phase === "waiting-for-vm" ? "Waiting for the VM" : "Not connected"}
          actions={<RetryButton onRetry={() => session.retry()} />}
        >
          {state.reason}
        </Notice>
      )}
      <div className={styles["screen"]} data-phase={state.phase}>
        <div className={styles["lines"]} role="log" aria-label="Monitor output" data-console="manager">
          {state.lines.map(({ id, from, text }) => (
            <div key={id} data-from={from}>
              {from === "you" ? `› ${text}` : text}
            </div>
          ))}
          <div ref={end} />
        </div>
      </div>
      <CommandLine session={session} />
    </>
  );
}

function CommandLine({ session }: { readonly session: ManagerSession }) {
  const [text, setText] = useState("");
  const [error, setError] = useState("");
  const [asked, setAsked] = useState<ParsedCommand | undefined>(undefined);
  const history = useCommandHistory();
  const listId = useId();
  const send = (command: ParsedCommand): void => {
    session.send(command.json);
    history.add(text);
    setText("");
    setAsked(undefined);
  };
  const submit = (): void => {
    const command = parseQmpCommand(text);
    if ("error" in command) setError(command.error);
    else if (command.disruptive && asked?.json !== command.json) setAsked(command);
    else send(command);
  };
  const keys = (event: KeyboardEvent): void => {
    const recalled =
      event.key === "ArrowUp" ? history.back() : event.key === "ArrowDown" ? history.on() : undefined;
    if (recalled === undefined) return;
    event.preventDefault();
    setText(recalled);
  };
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
        onChange={(event) => {
          setText(event.target.value);
          setError("");
          setAsked(undefined);
        }}
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

/** Commands that were sent from this page, recalled with the arrow keys. */
function useCommandHistory() {
  const [entries] = useState<string[]>([]);
  const place = useRef(0);
  return {
    add: (text: string): void => {
      if (entries.at(-1) !== text) entries.push(text);
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
