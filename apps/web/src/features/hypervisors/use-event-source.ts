import { useCallback, useEffect, useState } from "react";

/** An event of a stream as it came. */
export interface StreamEvent<T> {
  /** Counts from 1 for each stream. */
  readonly id: number;
  /** Unix milliseconds when it arrived here. */
  readonly at: number;
  readonly data: T;
}

/** Events of a stream, the latest last, and how the stream is. */
export interface EventLog<T> {
  readonly events: readonly StreamEvent<T>[];
  readonly state: "closed" | "connecting" | "open" | "failed";
  readonly problem: string;
  readonly clear: () => void;
}

/** Events that are kept; older ones go. */
export const keptEvents = 500;

interface State<T> {
  readonly events: readonly StreamEvent<T>[];
  readonly state: EventLog<T>["state"];
  readonly problem: string;
  /** Events that have come in all. */
  readonly count: number;
}

/** Follows a Server-Sent Events stream while `active`; what came stays when it ends. */
export function useEventSource<T>(url: string, event: string, active: boolean): EventLog<T> {
  const [log, setLog] = useState<State<T>>({ events: [], problem: "", state: "closed", count: 0 });
  useEffect(() => {
    if (!active) {
      setLog((before) => ({ ...before, state: "closed" }));
      return;
    }
    setLog({ events: [], problem: "", state: "connecting", count: 0 });
    const source = new EventSource(url);
    source.onopen = () => setLog((before) => ({ ...before, state: "open", problem: "" }));
    source.onerror = () => {
      const isOver = source.readyState === EventSource.CLOSED;
      setLog((before) => ({
        ...before,
        state: isOver ? "failed" : "connecting",
        problem: isOver ? "The stream was refused or has ended." : before.problem,
      }));
    };
    source.addEventListener(event, (message) => {
      const data = JSON.parse((message as MessageEvent<string>).data) as T;
      setLog((before) => {
        const next = { id: before.count + 1, at: Date.now(), data };
        return { ...before, count: next.id, events: [...before.events, next].slice(-keptEvents) };
      });
    });
    return () => source.close();
  }, [url, event, active]);
  const clear = useCallback(() => setLog((before) => ({ ...before, events: [] })), []);
  return { events: log.events, state: log.state, problem: log.problem, clear };
}
