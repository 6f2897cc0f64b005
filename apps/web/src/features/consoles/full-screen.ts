/** The part of the Keyboard Lock interface that is used; not every browser has it. */
interface LockableKeyboard {
  lock(codes?: readonly string[]): Promise<void>;
}

/**
 * Shows an element on the whole screen, with the keys that browser and system keep for themselves (Ctrl+W, Alt+Tab,
 * Escape held) going to it, where the browser allows that.
 * @throws when the browser refuses
 */
export async function enterFullScreen(element: HTMLElement): Promise<void> {
  await element.requestFullscreen();
  const { keyboard } = navigator as Navigator & { readonly keyboard?: LockableKeyboard };
  await keyboard?.lock?.().catch(() => undefined);
}
