import { useEffect, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useValue } from "../../ui/use-value.ts";
import { ClipboardDialog } from "./clipboard-dialog.tsx";
import styles from "./console-page.module.css";
import { showFullScreen } from "./full-screen.ts";
import { leaveConsole } from "./leave-console.ts";
import { PowerButtons } from "./power-buttons.tsx";
import { TypeTextDialog } from "./type-text-dialog.tsx";
import { useConsoleVm } from "./use-console-vm.ts";
import { VncNotice } from "./vnc-notice.tsx";
import type { VncSession } from "./vnc-session.ts";
import type { VncState } from "./vnc-state.ts";
import { VncToolbar } from "./vnc-toolbar.tsx";

/** A graphical console with everything around it. */
export function VncPane({ session }: { readonly session: VncSession }) {
  const state = useValue(session.state);
  const vm = useConsoleVm(session.ip);
  const [typing, setTyping] = useState(false);
  const [sharing, setSharing] = useState(false);
  const place = useScreenPlace(session, state.phase);
  const screen = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (vm !== undefined) session.vmState(vm.state);
  }, [session, vm]);
  return (
    <div className={styles["frame"]} onKeyDownCapture={leaveConsole}>
      <p className="visually-hidden">Ctrl+F6 takes the keyboard out of the console.</p>
      <div className={styles["bar"]} role="toolbar" aria-label="Screen">
        <PowerButtons vm={vm} />
        <span className={styles["spacer"]} />
        <VncToolbar
          session={session}
          state={state}
          onTypeText={() => setTyping(true)}
          onClipboard={() => setSharing(true)}
          onFullScreen={() => showFullScreen(screen.current, () => session.focus())}
        />
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
      {/* With the place of its notices: who sees nothing else must see why the picture stands still. */}
      <div ref={screen} className={styles["screen"]} data-phase={state.phase}>
        <div ref={place} className={styles["canvasPlace"]} />
        <VncNotice session={session} state={state} vm={vm} />
      </div>
      {sharing && <ClipboardDialog session={session} onClose={() => setSharing(false)} />}
      {typing && <TypeTextDialog session={session} onClose={() => setTyping(false)} />}
    </div>
  );
}

/** Puts the screen into the returned element and gives it the focus when it connects. */
function useScreenPlace(session: VncSession, phase: VncState["phase"]) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.append(session.element);
  }, [session]);
  useEffect(() => {
    // Who opened the screen wants to type there; who is busy elsewhere on the page is not disturbed.
    if (phase === "connected" && document.activeElement === document.body) session.focus();
  }, [session, phase]);
  return place;
}
