const storageKey = "stackdeck.return-to";

/** Whether a text is a place of this app and of nobody else's. */
export function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])/.test(path) && !path.startsWith("/login");
}

/** Keeps where somebody wanted to go who must sign in first. It lives as long as the tab. */
export function keepReturnPath(path: string): void {
  try {
    if (isOwnPath(path)) sessionStorage.setItem(storageKey, path);
  } catch {
    // Without storage signing in leads to the overview.
  }
}

/** Where to go after signing in; it leads there once. */
export function takeReturnPath(): string {
  try {
    const path = sessionStorage.getItem(storageKey) ?? "/";
    sessionStorage.removeItem(storageKey);
    return isOwnPath(path) ? path : "/";
  } catch {
    return "/";
  }
}
