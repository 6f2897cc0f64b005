import { Button, IconButton } from "../../ui/button.tsx";
import { fileStamp, saveFile } from "../../ui/save-file.ts";
import { announce } from "../../ui/toasts.ts";
import styles from "./console-page.module.css";
import { KeysMenu } from "./vnc-keys-menu.tsx";
import type { VncSession } from "./vnc-session.ts";
import type { VncState } from "./vnc-state.ts";

/** What can be done with a graphical console; what needs a picture says so while there is none. */
export function VncToolbar(props: {
  readonly session: VncSession;
  readonly state: VncState;
  readonly onTypeText: () => void;
  readonly onClipboard: () => void;
  readonly onFullScreen: () => void;
}) {
  const { session, state } = props;
  const noPicture = state.phase === "connected" ? undefined : "There is no picture now";
  const noKeys = noPicture ?? (state.viewOnly ? "You only watch" : undefined);
  return (
    <>
      <KeysMenu session={session} reason={noKeys} />
      <Button small onClick={props.onTypeText} reason={noKeys}>
        Type text…
      </Button>
      <Button
        small
        icon="eye"
        className={styles["shortened"]}
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
        reason={noPicture}
        onClick={() => saveScreenshot(session)}
      />
      <IconButton
        small
        icon="copy"
        label="Clipboard of the guest"
        reason={noPicture}
        onClick={props.onClipboard}
      />
      <Button small onClick={props.onFullScreen} reason={noPicture}>
        Full screen
      </Button>
    </>
  );
}

function saveScreenshot(session: VncSession): void {
  const failed = (): number => announce({ tone: "info", title: "There is no picture to save" });
  session.screenshot().then((blob) => {
    if (blob === undefined) {
      failed();
      return;
    }
    saveFile(`screen-${session.ip.replaceAll(":", "_")}-${fileStamp()}.png`, blob, blob.type);
  }, failed);
}
