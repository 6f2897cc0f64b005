import { useEffect, useRef, useState } from "react";
import { EventStream } from "../../api/event-stream.ts";
import { Button } from "../../ui/button.tsx";
import { TextInput } from "../../ui/form/inputs.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { saveText } from "../../ui/save-file.ts";
import { useValue } from "../../ui/use-value.ts";
import styles from "./stream-panel.module.css";

/** Watches a stream of lines: start, stop, filter, save. Nothing is asked of the hypervisor until it is started. */
export function StreamPanel(props: {
  readonly title: string;
  readonly hint: string;
  readonly url: string;
  readonly event: string;
  readonly lineOf: (data: unknown) => string;
  /** Why it can not be watched. */
  readonly reason?: string | undefined;
  readonly save?: (items: readonly unknown[]) => void;
}) {
  const { url, event, lineOf } = props;
  const [stream] = useState(() => new EventStream(url, event));
  useEffect(() => () => stream.dispose(), [stream]);
  const state = useValue(stream.state);
  const items = useValue(stream.items);
  const [filter, setFilter] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const lines = items.map((item) => ({ id: item.id, text: lineOf(item.data) }));
  const shown = filter
    ? lines.filter((line) => line.text.toLowerCase().includes(filter.toLowerCase()))
    : lines;
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows each new line
  useEffect(() => {
    const frame = box.current;
    if (frame && frame.scrollHeight - frame.scrollTop - frame.clientHeight < 80)
      frame.scrollTop = frame.scrollHeight;
  }, [items]);
  const open = state.kind === "open";
  return (
    <Panel
      title={props.title}
      hint={props.hint}
      actions={
        <>
          {items.length > 0 && (
            <>
              <TextInput
                aria-label={`Filter ${props.title}`}
                placeholder="Filter"
                value={filter}
                onChange={(change) => setFilter(change.target.value)}
              />
              <Button
                small
                icon="download"
                onClick={() =>
                  props.save
                    ? props.save(items.map((item) => item.data))
                    : saveText("stream.txt", lines.map((line) => line.text).join("\n"))
                }
              >
                Save
              </Button>
              <Button small onClick={() => stream.clear()}>
                Clear
              </Button>
            </>
          )}
          <Button
            small
            icon={open ? "stop" : "play"}
            reason={open ? undefined : props.reason}
            onClick={() => (open ? stream.stop() : stream.start())}
          >
            {open ? "Stop" : "Watch"}
          </Button>
        </>
      }
    >
      {state.kind === "ended" && state.problem && (
        <Notice tone="bad" title={state.problem.title}>
          {state.problem.detail}
        </Notice>
      )}
      {open && items.length === 0 && <p className="muted">Watching; nothing has come yet.</p>}
      {items.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        <div role="group" ref={box} className={styles["lines"]} tabIndex={0} aria-label={props.title}>
          <pre>
            {shown.map((line) => (
              <div key={line.id}>{line.text}</div>
            ))}
          </pre>
        </div>
      )}
    </Panel>
  );
}
