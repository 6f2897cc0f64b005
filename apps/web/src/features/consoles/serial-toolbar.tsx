import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { copyText } from "../../shell/clipboard.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { fileStamp, saveFile, saveText } from "../../ui/save-file.ts";
import { announce } from "../../ui/toasts.ts";
import { useValue } from "../../ui/use-value.ts";
import styles from "./console-page.module.css";
import { changeConsolePreferences, consolePreferences } from "./console-preferences.ts";
import { readWholeHistory } from "./history-download.ts";
import { plainText } from "./plain-text.ts";
import { SearchBox } from "./search-box.tsx";
import type { SerialConsole } from "./serial-consoles.ts";
import type { SerialState } from "./serial-state.ts";

/** What can be done with a serial console. */
export function SerialToolbar(props: {
  readonly console: SerialConsole;
  readonly state: SerialState;
  readonly onPaste: () => void;
  readonly onFullScreen: () => void;
}) {
  const { console: serial, state } = props;
  const { session, terminal } = serial;
  const [searching, setSearching] = useState(false);
  return (
    <>
      {searching ? (
        <SearchBox terminal={terminal} onClose={() => setSearching(false)} />
      ) : (
        <IconButton small icon="search" label="Search the output" onClick={() => setSearching(true)} />
      )}
      <IconButton
        small
        icon="copy"
        label="Copy the selection"
        onClick={() =>
          terminal.selection === ""
            ? announce({ tone: "info", title: "Nothing is selected" })
            : void copyText(terminal.selection)
        }
      />
      <Button
        small
        onClick={props.onPaste}
        reason={state.phase === "ended" ? "The console is closed" : undefined}
      >
        Paste…
      </Button>
      <Button small onClick={() => session.pause(!state.paused)} aria-pressed={state.paused}>
        {state.paused ? "Go on" : "Pause"}
      </Button>
      <span className={styles["roomyOnly"]}>
        <Button small aria-label="A− smaller letters" onClick={() => changeLetters(-1)}>
          A−
        </Button>
        <Button small aria-label="A+ larger letters" onClick={() => changeLetters(1)}>
          A+
        </Button>
        <Button small onClick={props.onFullScreen}>
          Full screen
        </Button>
      </span>
      <MoreMenu console={serial} onFullScreen={props.onFullScreen} />
    </>
  );
}

const changeLetters = (by: number): void =>
  changeConsolePreferences({ fontSize: consolePreferences.get().fontSize + by });

function MoreMenu(props: { readonly console: SerialConsole; readonly onFullScreen: () => void }) {
  const { terminal } = props.console;
  const preferences = useValue(consolePreferences);
  const { recording } = useValue(terminal.recorder.state);
  const navigate = useNavigate();
  return (
    <Menu
      trigger={<IconButton small icon="more" label="More" />}
      entries={[
        { label: "Full screen", onSelect: props.onFullScreen },
        ...viewEntries(props.console, preferences),
        { kind: "separator" },
        ...logEntries(props.console),
        { kind: "separator" },
        {
          label: "Record from now on",
          icon: "pulse",
          reason: recording ? "It is being recorded" : undefined,
          onSelect: () => terminal.record(),
        },
        { label: "Play a recording…", icon: "play", onSelect: () => void navigate({ to: "/recordings" }) },
      ]}
    />
  );
}

function viewEntries(
  { terminal, session }: SerialConsole,
  preferences: ReturnType<typeof consolePreferences.get>,
): readonly MenuEntry[] {
  return [
    {
      label: "Time of each line",
      checked: preferences.timestamps,
      onSelect: () => changeConsolePreferences({ timestamps: !preferences.timestamps }),
    },
    {
      label: "Screen-reader mode",
      checked: preferences.screenReader,
      onSelect: () => changeConsolePreferences({ screenReader: !preferences.screenReader }),
    },
    {
      label: "Send size to the shell (stty)",
      onSelect: () => {
        const { cols, rows } = terminal.size();
        session.type(`stty cols ${cols} rows ${rows}\r`);
        terminal.focus();
      },
    },
    {
      label: "Jump to the last boot",
      onSelect: () => {
        if (!terminal.jumpToBoot()) announce({ tone: "info", title: "The last boot is not in the history" });
      },
    },
    { label: "Smaller letters", onSelect: () => changeLetters(-1) },
    { label: "Larger letters", onSelect: () => changeLetters(1) },
    { label: "Select all", onSelect: () => terminal.selectAll() },
    { label: "Clear the history", onSelect: () => terminal.clear() },
  ];
}

function logEntries({ ip, terminal }: SerialConsole): readonly MenuEntry[] {
  const name = `serial-${ip.replaceAll(":", "_")}-${fileStamp()}`;
  const failed = (): number => announce({ tone: "bad", title: "The log could not be read" });
  return [
    { kind: "heading", label: "Download" },
    {
      label: "What is shown, as text",
      icon: "download",
      onSelect: () => saveText(`${name}.txt`, terminal.text()),
    },
    {
      label: "Everything kept, as text",
      icon: "download",
      onSelect: () => {
        const save = async (blob: Blob): Promise<void> =>
          saveText(`${name}.txt`, plainText(await blob.text()));
        readWholeHistory(ip).then(save).catch(failed);
      },
    },
    {
      label: "Everything kept, raw",
      icon: "download",
      onSelect: () => {
        readWholeHistory(ip).then((blob) => saveFile(`${name}.raw`, blob, blob.type), failed);
      },
    },
  ];
}
