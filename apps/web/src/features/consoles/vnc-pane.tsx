import { useEffect, useRef, useState } from "react";
import { copyText } from "../../shell/clipboard.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { Notice } from "../../ui/notice.tsx";
import { announce } from "../../ui/toasts.ts";
import { useValue } from "../../ui/use-value.ts";
import styles from "./console-page.module.css";
import { enterFullScreen } from "./full-screen.ts";
import {
  comboOfEvent,
  functionKeys,
  type KeyCombo,
  keyCombos,
  loadCombos,
  saveCombos,
  virtualTerminals,
} from "./key-combos.ts";
import { PowerButtons } from "./power-buttons.tsx";
import { TypeTextDialog } from "./type-text-dialog.tsx";
import { useConsoleVm } from "./use-console-vm.ts";
import { VncNotice } from "./vnc-notice.tsx";
import type { VncSession } from "./vnc-session.ts";

/** A graphical console with everything around it. */
export function VncPane({ session }: { readonly session: VncSession }) {
  const state = useValue(session.state);
  const vm = useConsoleVm(session.ip);
  const [typing, setTyping] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.append(session.element);
  }, [session]);
  useEffect(() => {
    if (vm !== undefined) session.vmState(vm.state);
  }, [session, vm]);
  useEffect(() => {
    // Who opened the screen wants to type there; who is busy elsewhere on the page is not disturbed.
    if (state.phase === "connected" && document.activeElement === document.body) session.focus();
  }, [session, state.phase]);
  return (
    <div className={styles["frame"]}>
      <div className={styles["bar"]} role="toolbar" aria-label="Screen">
        <PowerButtons vm={vm} />
        <span className={styles["spacer"]} />
        <KeysMenu session={session} />
        <Button small onClick={() => setTyping(true)} reason={state.viewOnly ? "You only watch" : undefined}>
          Type text…
        </Button>
        <Button
          small
          icon="eye"
          aria-pressed={state.viewOnly}
          onClick={() => session.setViewOnly(!state.viewOnly)}
        >
          {state.viewOnly ? "Only watching" : "Only watch"}
        </Button>
        <Button small onClick={() => session.setScale(state.scale === "fit" ? "actual" : "fit")}>
          {state.scale === "fit" ? "Actual size" : "Fit"}
        </Button>
        {state.scale === "actual" && (
          <Button
            small
            icon="move"
            aria-pressed={state.moving}
            onClick={() => session.setMoving(!state.moving)}
          >
            Move the picture
          </Button>
        )}
        <IconButton
          small
          icon="camera"
          label="Save a picture of the screen"
          onClick={() => saveScreenshot(session)}
        />
        {state.guestClipboard !== "" && (
          <IconButton
            small
            icon="copy"
            label="Copy the guest's clipboard"
            onClick={() => void copyText(state.guestClipboard)}
          />
        )}
        <Button
          small
          onClick={() => {
            if (place.current !== null)
              enterFullScreen(place.current).then(() => session.focus(), noFullScreen);
          }}
        >
          Full screen
        </Button>
      </div>
      {state.typing !== undefined && (
        <Notice
          title="Typing"
          actions={
            <Button small onClick={() => session.stopTyping()}>
              Stop
            </Button>
          }
        >
          {state.typing.sent} of {state.typing.total} keys
        </Notice>
      )}
      <div className={styles["screen"]} data-phase={state.phase}>
        <div ref={place} className={styles["canvasPlace"]} />
        <VncNotice session={session} state={state} vm={vm} />
      </div>
      {typing && <TypeTextDialog session={session} onClose={() => setTyping(false)} />}
    </div>
  );
}

const noFullScreen = (): number =>
  announce({ tone: "info", title: "The browser does not allow full screen here" });

function saveScreenshot(session: VncSession): void {
  const failed = (): number => announce({ tone: "info", title: "There is no picture to save" });
  session.screenshot().then((blob) => {
    if (blob === undefined) {
      failed();
      return;
    }
    const url = URL.createObjectURL(blob);
    const link = document.createElement("a");
    link.href = url;
    link.download = `screen-${session.ip.replaceAll(":", "_")}-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }, failed);
}

/** Keys that the browser would keep for itself, and those the user has recorded. */
function KeysMenu({ session }: { readonly session: VncSession }) {
  const [own, setOwn] = useState(loadCombos);
  const [recording, setRecording] = useState(false);
  useEffect(() => {
    if (!recording) return;
    const record = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      const combo = comboOfEvent(event);
      if (combo === undefined) return;
      setRecording(false);
      setOwn((before) => {
        const after = [...before.filter((it) => it.label !== combo.label), combo];
        saveCombos(after);
        return after;
      });
    };
    addEventListener("keydown", record, true);
    return () => removeEventListener("keydown", record, true);
  }, [recording]);
  const entry = (combo: KeyCombo): MenuEntry => ({
    label: combo.label,
    onSelect: () => session.combo(combo.keys),
  });
  const recordEntry: MenuEntry = {
    label: "Record a combination…",
    icon: "plus",
    onSelect: () => setRecording(true),
  };
  return (
    <>
      {recording && <span role="status">Press the combination…</span>}
      <Menu
        trigger={
          <Button small icon="key">
            Keys
          </Button>
        }
        entries={[
          ...keyCombos.map(entry),
          { kind: "separator" },
          ...own.map(entry),
          recordEntry,
          { kind: "separator" },
          ...functionKeys.map(entry),
          { kind: "separator" },
          ...virtualTerminals.map(entry),
        ]}
      />
    </>
  );
}
