import { copyText } from "../../shell/clipboard.ts";

/** What a terminal says of the mouse and of the focus, which nobody has typed. */
const report = /^\x1b\[(?:<\d+;\d+;\d+[Mm]|[IO])$/;

/** Whether a terminal says this by itself. */
export const isReport = (text: string): boolean => report.test(text);

/** Bytes of a text that has one byte in each character. */
export const latin1Bytes = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

/**
 * Ctrl+Shift+C copies, as in every terminal; the browser would open its tools for developers.
 * @returns whether the key was that, and is not for the guest
 */
export function copiesByKeys(
  event: Pick<
    KeyboardEvent,
    "type" | "code" | "ctrlKey" | "shiftKey" | "altKey" | "metaKey" | "preventDefault"
  >,
  selection: () => string,
): boolean {
  const { code, ctrlKey, shiftKey, altKey, metaKey } = event;
  if (code !== "KeyC" || !ctrlKey || !shiftKey || altKey || metaKey) return false;
  event.preventDefault();
  const text = event.type === "keydown" ? selection() : "";
  if (text !== "") void copyText(text);
  return true;
}
