import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import styles from "./console-page.module.css";
import { type LayoutName, layoutNames, planTyping } from "./keyboard-layouts.ts";
import type { VncSession } from "./vnc-session.ts";

/** Types a text into the guest as keys; says beforehand what cannot be typed. */
export function TypeTextDialog({
  session,
  onClose,
}: {
  readonly session: VncSession;
  readonly onClose: () => void;
}) {
  const [text, setText] = useState("");
  const [layout, setLayout] = useState<LayoutName>("us");
  const { presses, impossible } = planTyping(text, layout);
  const type = (): void => {
    session.typeKeys(presses);
    session.focus();
    onClose();
  };
  return (
    <Dialog
      title="Type text as keys"
      description="For guests without a shared clipboard. Choose the keyboard layout that the guest uses."
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            onClick={type}
            reason={presses.length === 0 ? "There is nothing to type" : undefined}
          >
            Type {presses.length} {presses.length === 1 ? "key" : "keys"}
          </Button>
        </>
      }
    >
      <div className={styles["stack"]}>
        <label>
          Keyboard layout of the guest{" "}
          <select value={layout} onChange={(event) => setLayout(event.target.value as LayoutName)}>
            {Object.entries(layoutNames).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <textarea
          className={styles["pasteField"]}
          aria-label="Text to type"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {impossible.size > 0 && (
          <Notice tone="warn" title="These cannot be typed with this layout and are left out">
            {[...impossible].map(([character, count]) => `${character} (${count})`).join(", ")}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
