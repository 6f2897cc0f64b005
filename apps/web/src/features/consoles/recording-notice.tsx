import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useValue } from "../../ui/use-value.ts";
import { type Cast, castDuration } from "./asciicast.ts";
import { latestRecording, saveRecording } from "./recordings.ts";
import type { SerialTerminal } from "./serial-terminal.ts";
import { formatKibibytes } from "./stream-text.ts";

/** Says that a console is being recorded, and offers the recording when it is over. */
export function RecordingNotice(props: { readonly terminal: SerialTerminal; readonly title: string }) {
  const { recorder } = props.terminal;
  const { recording, full, length } = useValue(recorder.state);
  const [made, setMade] = useState<Cast | undefined>(undefined);
  const stop = (): void => setMade(recorder.stop(props.title));
  if (recording || full)
    return (
      <Notice
        tone={full ? "warn" : "info"}
        title={full ? "The recording is full" : "Recording"}
        actions={
          <Button small kind="primary" icon="stop" onClick={stop}>
            {full ? "Finish" : "Stop recording"}
          </Button>
        }
      >
        {formatKibibytes(length)} of output. What is typed is recorded only where the VM shows it.
      </Notice>
    );
  if (made === undefined) return null;
  return <MadeNotice cast={made} onDone={() => setMade(undefined)} />;
}

function MadeNotice({ cast, onDone }: { readonly cast: Cast; readonly onDone: () => void }) {
  const navigate = useNavigate();
  const play = (): void => {
    latestRecording.set(cast);
    void navigate({ to: "/recordings" });
  };
  return (
    <Notice
      tone="good"
      title="Recorded"
      actions={
        <>
          <Button small kind="primary" icon="download" onClick={() => saveRecording(cast)}>
            Download
          </Button>
          <Button small icon="play" onClick={play}>
            Play
          </Button>
          <Button small onClick={onDone}>
            Discard
          </Button>
        </>
      }
    >
      {castDuration(cast).toFixed(1)} s of {cast.title}
    </Notice>
  );
}
