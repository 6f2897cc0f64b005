import { useState } from "react";
import { copyText } from "../../shell/clipboard.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { announce } from "../../ui/toasts.ts";
import { useValue } from "../../ui/use-value.ts";
import styles from "./console-page.module.css";
import type { VncSession } from "./vnc-session.ts";

/** Letters that a screen's server without the newer way of sharing a clipboard does not know. */
const beyondLatin1 = /[^\x00-\xff]/;

/** The guest's clipboard: takes from it and gives to it, as far as the guest shares one. */
export function ClipboardDialog({
  session,
  onClose,
}: {
  readonly session: VncSession;
  readonly onClose: () => void;
}) {
  const { guestClipboard, viewOnly } = useValue(session.state);
  const [edited, setEdited] = useState<string | undefined>(undefined);
  // Until something is written here, what the guest copies meanwhile is shown.
  const text = edited ?? guestClipboard;
  const give = (): void => {
    session.setGuestClipboard(text);
    announce({ tone: "info", title: "Sent to the guest's clipboard" });
    session.focus();
    onClose();
  };
  const nothing = text === "" ? "There is no text" : undefined;
  return (
    <Dialog
      title="Clipboard of the guest"
      description="Where the guest shares no clipboard, nothing comes and what is sent is lost: type the text as keys instead."
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button icon="copy" reason={nothing} onClick={() => void copyText(text)}>
            Copy
          </Button>
          <Button kind="primary" reason={viewOnly ? "You only watch" : nothing} onClick={give}>
            Send to the guest
          </Button>
        </>
      }
    >
      <div className={styles["stack"]}>
        {guestClipboard === "" && <Notice>The guest has put nothing on its clipboard so far.</Notice>}
        {beyondLatin1.test(text) && (
          <Notice tone="warn">Some servers know Western European letters only: others arrive as "?".</Notice>
        )}
        <textarea
          className={styles["pasteField"]}
          aria-label="Text of the clipboard"
          data-autofocus
          value={text}
          onChange={(event) => setEdited(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
