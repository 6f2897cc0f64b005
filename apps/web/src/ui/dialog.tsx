import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { IconButton } from "./button.tsx";
import { cx } from "./class-names.ts";
import styles from "./dialog.module.css";
import { PortalContainer } from "./portal.tsx";

export interface DialogProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the bottom, the safe one first. */
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  /** Slides in from the side instead of standing in the middle. */
  readonly side?: boolean;
  /** Stands below the top of the window, where it stays while its content grows and shrinks. */
  readonly top?: boolean;
  readonly description?: ReactNode;
  /** Set while the work runs: Escape and the backdrop do nothing. */
  readonly locked?: boolean;
}

const fields = "input:not([hidden]), select, textarea";

/** Where typing goes when a dialog opens: its first field, else its safe button; never the button that closes it. */
function focusTarget(dialog: HTMLDialogElement | null): HTMLElement | null | undefined {
  return (
    dialog?.querySelector<HTMLElement>("[data-autofocus]") ??
    dialog?.querySelector<HTMLElement>(`section :is(${fields})`) ??
    dialog?.querySelector<HTMLElement>("footer button, footer a") ??
    // Not the button that closes: its tooltip would take the first Escape for itself.
    dialog?.querySelector<HTMLElement>("h2")
  );
}

/**
 * A modal dialog on the browser's own `<dialog>`: it brings the focus trap, the inert page behind, and Escape, and
 * injects no styles. Focus goes back to where it was when the dialog goes away.
 */
export function Dialog(props: DialogProps) {
  const { title, onClose, children, footer, wide, side, top, description, locked } = props;
  const element = useRef<HTMLDialogElement>(null);
  const [container, setContainer] = useState<HTMLElement | null>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    setContainer(dialog);
    focusTarget(dialog)?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way; the click is on the backdrop
    <dialog
      ref={element}
      className={cx(styles["dialog"], wide && styles["wide"], side && styles["side"], top && styles["top"])}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // `cancel` of a file field inside bubbles up here too: that one is not ours.
        if (event.target !== element.current) return;
        event.preventDefault();
        if (!locked) onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current && !locked) onClose();
      }}
    >
      <PortalContainer value={container}>
        <div className={styles["frame"]}>
          <header className={styles["head"]}>
            <div>
              <h2 id={titleId} tabIndex={-1} title={typeof title === "string" ? title : undefined}>
                {title}
              </h2>
              {description && <p className={styles["description"]}>{description}</p>}
            </div>
            <IconButton icon="close" label="Close" small onClick={onClose} disabled={locked} />
          </header>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long content must scroll by keyboard */}
          <section className={styles["body"]} tabIndex={0} aria-label="Content">
            {children}
          </section>
          {footer && <footer className={styles["foot"]}>{footer}</footer>}
        </div>
      </PortalContainer>
    </dialog>
  );
}
