import { announce } from "../../ui/toasts.ts";

/** The part of the Keyboard Lock interface that is used; not every browser has it. */
interface LockableKeyboard {
  lock(codes?: readonly string[]): Promise<void>;
}

/**
 * Shows an element on the whole screen, with the keys that browser and system keep for themselves (Ctrl+W, Alt+Tab,
 * Escape) going to it, where the browser allows that. The browser itself says how to leave again.
 * @param shown the keyboard is where it belongs then
 */
export function showFullScreen(element: HTMLElement | null, shown: () => void): void {
  const refused = (): number =>
    announce({ tone: "info", title: "The browser does not allow full screen here" });
  if (element !== null) enterFullScreen(element).then(shown, refused);
}

async function enterFullScreen(element: HTMLElement): Promise<void> {
  await element.requestFullscreen();
  const { keyboard } = navigator as Navigator & { readonly keyboard?: LockableKeyboard };
  await keyboard?.lock?.().catch(() => undefined);
}
