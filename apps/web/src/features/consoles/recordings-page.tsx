import "@xterm/xterm/css/xterm.css";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { useValue } from "../../ui/use-value.ts";
import { type Cast, CastError, castLimits, parseCast } from "./asciicast.ts";
import { CastPlayer, playerSpeeds } from "./cast-player.ts";
import { CastTerminal } from "./cast-terminal.ts";
import { browserClock } from "./console-link.ts";
import styles from "./console-page.module.css";
import { latestRecording, saveRecording } from "./recordings.ts";

/** Plays recordings of consoles: the one just made, or a file. */
export function RecordingsPage() {
  const cast = useValue(latestRecording);
  const [error, setError] = useState("");
  const open = (file: File | undefined): void => {
    if (file === undefined) return;
    setError("");
    readCast(file).then(
      (read) => latestRecording.set(read),
      (reason: unknown) =>
        setError(reason instanceof CastError ? reason.message : "The file cannot be read."),
    );
  };
  return (
    <Page title="Recordings" heading={cast?.title || "Recordings"} fill>
      <div className={styles["frame"]}>
        <div className={styles["bar"]} role="toolbar" aria-label="Recording">
          <label>
            Open a .cast file{" "}
            <input type="file" accept=".cast" onChange={(event) => open(event.target.files?.[0])} />
          </label>
          <span className={styles["spacer"]} />
          {cast !== undefined && (
            <Button small icon="download" onClick={() => saveRecording(cast)}>
              Download
            </Button>
          )}
        </div>
        {error !== "" && (
          <Notice tone="bad" title="Not played">
            {error}
          </Notice>
        )}
        {cast === undefined ? (
          <Notice title="Nothing to play yet">
            Open a recording (asciicast, version 2), or make one in a serial console: More, Record from now
            on. It stays in this browser.
          </Notice>
        ) : (
          <Playback cast={cast} />
        )}
      </div>
    </Page>
  );
}

async function readCast(file: File): Promise<Cast> {
  if (file.size > castLimits.bytes) throw new CastError("The recording is larger than 64 MiB.");
  return parseCast(await file.text());
}

const playerClock = { ...browserClock, now: () => performance.now() };

function Playback({ cast }: { readonly cast: Cast }) {
  const [player, setPlayer] = useState<CastPlayer | undefined>(undefined);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return;
    const terminal = new CastTerminal();
    terminal.show(place.current);
    const made = new CastPlayer(cast, terminal, playerClock);
    setPlayer(made);
    return () => {
      made.dispose();
      terminal.dispose();
    };
  }, [cast]);
  return (
    <>
      <div className={styles["screen"]}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
        <section ref={place} className={styles["canvasPlace"]} aria-label="Recorded screen" tabIndex={0} />
      </div>
      {player !== undefined && <PlayerControls player={player} />}
    </>
  );
}

function PlayerControls({ player }: { readonly player: CastPlayer }) {
  const { playing, position, duration, speed } = useValue(player.state);
  return (
    <div className={styles["bar"]} role="toolbar" aria-label="Playback">
      <Button
        kind="primary"
        icon={playing ? "stop" : "play"}
        onClick={() => (playing ? player.pause() : player.play())}
      >
        {playing ? "Pause" : "Play"}
      </Button>
      <input
        type="range"
        className={styles["seek"]}
        aria-label="Position"
        aria-valuetext={`${clockTime(position)} of ${clockTime(duration)}`}
        min={0}
        max={duration}
        step="any"
        value={position}
        onChange={(event) => player.seek(event.target.valueAsNumber)}
        onKeyDown={(event) => {
          const jump = { ArrowLeft: -5, ArrowRight: 5 }[event.key];
          if (jump === undefined) return;
          event.preventDefault();
          player.seek(position + jump);
        }}
      />
      <span className={styles["playTime"]}>
        {clockTime(position)} / {clockTime(duration)}
      </span>
      <label>
        Speed{" "}
        <select value={speed} onChange={(event) => player.setSpeed(Number(event.target.value))}>
          {playerSpeeds.map((it) => (
            <option key={it} value={it}>
              {it}×
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** "1:05" for 65 seconds. */
function clockTime(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
