import type { MethodName, Update } from "@stackdeck/api-types";
import { useState } from "react";
import { urlOf } from "../../../api/call.ts";
import { useSession } from "../../../api/use-session.ts";
import { Button } from "../../../ui/button.tsx";
import { TextInput } from "../../../ui/form/inputs.tsx";
import { plural } from "../../../ui/format.ts";
import { EmptyState, Notice } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { saveText } from "../../../ui/save-file.ts";
import { Moment } from "../../../ui/time.tsx";
import type { HypervisorTabProps } from "../hypervisor-page.tsx";
import { hypervisorReason } from "../hypervisor-reason.ts";
import styles from "../hypervisors.module.css";
import { updateWords } from "../update-words.ts";
import { keptEvents, type StreamEvent, useEventSource } from "../use-event-source.ts";
import { WatchControls } from "../watch-controls.tsx";

const method: MethodName = "GetUpdates";
/** Characters of a message that are shown; a first message of a full hypervisor has megabytes. */
const mostText = 60_000;
/** Messages that are drawn at once. */
const mostShown = 200;

/** The hypervisor's update stream, message by message, as it sends it. */
export function UpdatesTab({ hypervisor }: HypervisorTabProps) {
  const [active, setActive] = useState(false);
  const [filter, setFilter] = useState("");
  const reason = hypervisorReason(method, useSession(), hypervisor);
  const { url } = urlOf(method, {}, hypervisor.Id);
  const log = useEventSource<Update>(url, "update", active);
  const wanted = filter.trim().toLowerCase();
  const shown = log.events.filter(
    ({ data }) => wanted === "" || JSON.stringify(data).toLowerCase().includes(wanted),
  );
  const save = () => {
    const lines = shown.map(({ data }) => JSON.stringify(data));
    saveText("updates.ndjson", `${lines.join("\n")}\n`, "application/x-ndjson");
  };
  return (
    <Panel
      title="Update stream"
      hint={`On a connection of its own: the first message is complete, later ones are what changed. The last ${keptEvents} are kept.`}
      actions={
        <WatchControls log={log} active={active} verb="Follow" reason={reason} onActive={setActive}>
          <Button icon="download" disabled={shown.length === 0} onClick={save}>
            Save
          </Button>
        </WatchControls>
      }
      flush
    >
      {log.state === "failed" && <Notice tone="bad">{log.problem}</Notice>}
      {log.events.length === 0 ? (
        <EmptyState icon="pulse" title={active ? "Waiting for the first message" : "Nobody is following"}>
          {reason ??
            "For finding out what a hypervisor says and when. Everything here is also what the lists are made of."}
        </EmptyState>
      ) : (
        <>
          <div className={styles["filterBar"]}>
            <TextInput
              type="search"
              aria-label="Show only"
              placeholder="Any text of a message, such as an address"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
            <span className="muted num" aria-live="polite">
              {plural(shown.length, "message")}
            </span>
          </div>
          <ul className={styles["messages"]}>
            {shown
              .slice(-mostShown)
              .toReversed()
              .map((event) => (
                <Message key={event.id} event={event} />
              ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

/** A message: one line, and all of it when it is opened. */
function Message({ event }: { readonly event: StreamEvent<Update> }) {
  const [open, setOpen] = useState(false);
  const text = open ? JSON.stringify(event.data, null, 2) : "";
  return (
    <li className={styles["message"]}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="muted num">{event.id}</span>
        <Moment time={event.at} />
        <span>{updateWords(event.data, event.id === 1)}</span>
      </button>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long content must scroll by keyboard
        <pre className={styles["stream"]} tabIndex={0}>
          {text.slice(0, mostText)}
          {text.length > mostText &&
            `\n… ${text.length - mostText} more characters: save the messages to read them`}
        </pre>
      )}
    </li>
  );
}
