import type { KeyboardEvent } from "react";

type Keys = Pick<KeyboardEvent, "key" | "ctrlKey" | "shiftKey" | "altKey" | "metaKey">;

/** Ctrl+F6, which leads from one pane to the next in many programs; every other key is the guest's. */
export function leavesByKeys({ key, ctrlKey, shiftKey, altKey, metaKey }: Keys): boolean {
  return key === "F6" && ctrlKey && !shiftKey && !altKey && !metaKey;
}

/** Takes the keyboard out of a console, which has Tab for itself, to the buttons above it. */
export function leaveConsole(event: KeyboardEvent<HTMLElement>): void {
  if (!leavesByKeys(event)) return;
  event.preventDefault();
  event.stopPropagation();
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  event.currentTarget.querySelector<HTMLElement>('[role="toolbar"] button')?.focus();
}
