/** Windows that show one console and nothing around it have names that begin like this. */
const prefix = "stackdeck-console-";

/** Whether this window was opened for a console alone. */
export function isPopOut(): boolean {
  return window.name.startsWith(prefix) && /\/console\//.test(location.pathname);
}

/** Opens a console in a window of its own; one that is open already comes to the front. */
export function popOut(kind: string, ip: string): void {
  const name = `${prefix}${kind}-${ip}`;
  const opened = window.open(`/vms/${ip}/console/${kind}`, name, "popup,width=960,height=640");
  opened?.focus();
}
