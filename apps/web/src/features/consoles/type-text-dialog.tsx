import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/form/field.tsx";
import { Select } from "../../ui/form/inputs.tsx";
import { formatSeconds } from "../../ui/format.ts";
import { Notice } from "../../ui/notice.tsx";
import { useValue } from "../../ui/use-value.ts";
import styles from "./console-page.module.css";
import { changeConsolePreferences, consolePreferences } from "./console-preferences.ts";
import { type TypingSpeed, typingMs, typingSpeeds } from "./key-typist.ts";
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
  const { guestLayout: layout, typingSpeed: speed } = useValue(consolePreferences);
  const { presses, impossible } = planTyping(text, layout);
  const type = (): void => {
    session.typeKeys(presses, speed);
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
        <textarea
          className={styles["pasteField"]}
          aria-label="Text to type"
          data-autofocus
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <HowToType layout={layout} speed={speed} keys={presses.length} />
        {impossible.size > 0 && (
          <Notice tone="warn" title="These cannot be typed with this layout and are left out">
            {[...impossible].map(([character, count]) => `${character} (${count})`).join(", ")}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}

/** Both are kept: the next guest is likely to be the same. */
function HowToType(props: {
  readonly layout: LayoutName;
  readonly speed: TypingSpeed;
  readonly keys: number;
}) {
  const takes = typingMs(props.keys, props.speed);
  return (
    <div className={styles["choices"]}>
      <Field label="Keyboard layout of the guest">
        {(wiring) => (
          <Select
            {...wiring}
            value={props.layout}
            options={Object.entries(layoutNames)}
            onChange={(event) => changeConsolePreferences({ guestLayout: event.target.value as LayoutName })}
          />
        )}
      </Field>
      <Field
        label="Speed"
        hint={takes > 2000 ? `Takes ${formatSeconds(Math.round(takes / 1000))}` : undefined}
      >
        {(wiring) => (
          <Select
            {...wiring}
            value={props.speed}
            options={Object.entries(typingSpeeds)}
            onChange={(event) => changeConsolePreferences({ typingSpeed: event.target.value as TypingSpeed })}
          />
        )}
      </Field>
    </div>
  );
}
