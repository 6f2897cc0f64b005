import { useEffect, useState } from "react";

/** Events of a stream, the latest last, and how the stream is. */
export interface EventLog<T> {
  readonly events: readonly T[];
  readonly state: "closed" | "connecting" | "open" | "failed";
  readonly problem: string;
}

/** Events that are kept; older ones go. */
const keep = 300;

const nothing = { events: [], problem: "" } as const;

/** Follows a Server-Sent Events stream while `active`; what came stays when it ends. */
export function useEventSource<T>(url: string, event: string, active: boolean): EventLog<T> {
  const [log, setLog] = useState<EventLog<T>>({ ...nothing, state: "closed" });
  useEffect(() => {
    if (!active) {
      setLog((before) => ({ ...before, state: "closed" }));
      return;
    }
    setLog({ ...nothing, state: "connecting" });
    const source = new EventSource(url);
    source.onopen = () => setLog((before) => ({ ...before, state: "open", problem: "" }));
    source.onerror = () =>
      setLog((before) => ({
        ...before,
        state: source.readyState === EventSource.CLOSED ? "failed" : "connecting",
        problem:
          source.readyState === EventSource.CLOSED ? "The stream was refused or has ended." : before.problem,
      }));
    source.addEventListener(event, (message) => {
      const data = JSON.parse((message as MessageEvent<string>).data) as T;
      setLog((before) => ({ ...before, events: [...before.events, data].slice(-keep) }));
    });
    return () => source.close();
  }, [url, event, active]);
  return log;
}
