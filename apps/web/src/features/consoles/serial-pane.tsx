import { useEffect, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { useValue } from "../../ui/use-value.ts";
import styles from "./console-page.module.css";
import { consolePreferences } from "./console-preferences.ts";
import { showFullScreen } from "./full-screen.ts";
import { leaveConsole } from "./leave-console.ts";
import { LineTimesGutter } from "./line-times-gutter.tsx";
import { LinkDialog, PasteDialog } from "./paste-dialog.tsx";
import { PowerButtons } from "./power-buttons.tsx";
import { RecordingNotice } from "./recording-notice.tsx";
import type { SerialConsole } from "./serial-consoles.ts";
import { SerialNotices } from "./serial-notices.tsx";
import { SerialToolbar } from "./serial-toolbar.tsx";
import { useConsoleVm } from "./use-console-vm.ts";
import { ViewerList } from "./viewer-list.tsx";

/** A serial console with everything around it. Showing it elsewhere neither reconnects nor redraws. */
export function SerialPane({ console: serial }: { readonly console: SerialConsole }) {
  const { session, terminal } = serial;
  const state = useValue(session.state);
  const link = useValue(serial.link);
  const { timestamps } = useValue(consolePreferences);
  const following = useValue(terminal.following);
  const vm = useConsoleVm(serial.ip);
  const [pasting, setPasting] = useState<string | undefined>(undefined);
  const place = useTerminalPlace(serial, setPasting);
  const whole = useRef<HTMLDivElement>(null);
  return (
    <div className={styles["frame"]} onKeyDownCapture={leaveConsole}>
      <p className="visually-hidden">Ctrl+F6 takes the keyboard out of the console.</p>
      <div className={styles["bar"]} role="toolbar" aria-label="Console">
        <PowerButtons vm={vm} />
        <ViewerList session={session} state={state} />
        <span className={styles["spacer"]} />
        <SerialToolbar
          console={serial}
          state={state}
          onPaste={() => openPaste(setPasting)}
          onFullScreen={() => showFullScreen(whole.current, () => terminal.focus())}
        />
      </div>
      {/* With its notices: who sees nothing else must see why nothing comes, or that somebody asks for the keyboard. */}
      <div ref={whole} className={styles["whole"]}>
        <SerialNotices session={session} state={state} />
        <RecordingNotice terminal={terminal} title={vm?.name ?? serial.ip} />
        <div className={styles["screen"]} data-phase={state.phase} data-upstream={state.upstream?.state}>
          {timestamps && <LineTimesGutter terminal={terminal} />}
          <div ref={place} className={styles["place"]} />
          {!following && (
            <div className={styles["floating"]}>
              <Button small kind="primary" icon="sortDown" onClick={() => terminal.jumpToEnd()}>
                Follow
              </Button>
            </div>
          )}
        </div>
      </div>
      {pasting !== undefined && (
        <PasteDialog
          text={pasting}
          onClose={() => setPasting(undefined)}
          onPaste={(text) => session.paste(text)}
        />
      )}
      {link !== undefined && <LinkDialog address={link} onClose={() => serial.link.set(undefined)} />}
    </div>
  );
}

/** Without leave to read the clipboard the dialog opens empty, to be pasted into. */
function openPaste(show: (text: string) => void): void {
  const reading = navigator.clipboard?.readText?.() ?? Promise.resolve("");
  reading.then(show, () => show(""));
}

/** Puts the terminal into the returned element, keeps its size right, and looks at what is pasted into it. */
function useTerminalPlace({ terminal, session }: SerialConsole, preview: (text: string) => void) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    terminal.show(element);
    terminal.focus();
    const resized = new ResizeObserver(() => terminal.fit());
    resized.observe(element);
    const paste = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      event.preventDefault();
      event.stopPropagation();
      // A single line goes straight in; anything that would press Enter is looked at first.
      if (/[\r\n]/.test(text) || text.length > 256) preview(text);
      else session.paste(text);
    };
    element.addEventListener("paste", paste, true);
    return () => {
      resized.disconnect();
      element.removeEventListener("paste", paste, true);
    };
  }, [terminal, session, preview]);
  return place;
}
