import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import styles from "./console-page.module.css";
import { pasteFacts } from "./paste-job.ts";

/** Shows what a paste would type before it is typed; more than one line is said loudly, as each may run a command. */
export function PasteDialog(props: {
  readonly text: string;
  readonly onClose: () => void;
  readonly onPaste: (text: string) => void;
}) {
  const [text, setText] = useState(props.text);
  const facts = pasteFacts(text);
  const paste = (): void => {
    props.onPaste(text);
    props.onClose();
  };
  return (
    <Dialog
      title="Paste into the console"
      description={`${facts.characters} characters, ${facts.lines} ${facts.lines === 1 ? "line" : "lines"}`}
      onClose={props.onClose}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            onClick={paste}
            reason={text === "" ? "There is nothing to paste" : undefined}
          >
            {facts.lines > 1 ? `Paste ${facts.lines} lines` : "Paste"}
          </Button>
        </>
      }
    >
      <div className={styles["stack"]}>
        {facts.enters > 0 && (
          <Notice tone="warn" title={facts.lines > 1 ? "More than one line" : "The line ends with Enter"}>
            Each line break is an Enter: a shell runs each line at once.
          </Notice>
        )}
        {facts.dropped > 0 && <Notice tone="warn">{facts.dropped} control characters are left out.</Notice>}
        <textarea
          className={styles["pasteField"]}
          aria-label="Text to paste"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
    </Dialog>
  );
}

/** Asks before a link of the guest's output is followed: shows where it really leads. */
export function LinkDialog({ address, onClose }: { readonly address: string; readonly onClose: () => void }) {
  const safe = /^https?:\/\//i.test(address);
  return (
    <Dialog
      title="Open this link?"
      description="It comes from the VM's output, which anybody may have written."
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            reason={safe ? undefined : "Only web addresses are opened"}
            onClick={() => {
              window.open(address, "_blank", "noopener,noreferrer");
              onClose();
            }}
          >
            Open in a new tab
          </Button>
        </>
      }
    >
      <p className={styles["preview"]}>{address}</p>
    </Dialog>
  );
}
