import { browserClock } from "./console-link.ts";
import { novncConnector } from "./novnc-connector.ts";
import { VncSession } from "./vnc-session.ts";

/** A screen that nobody shows is kept this long, so that going back finds it connected. In milliseconds. */
const keepMs = 60_000;

interface Kept {
  readonly session: VncSession;
  users: number;
  cancel: (() => void) | undefined;
}

const kept = new Map<string, Kept>();

/** The screen of a VM: the one that is there, else a new one. To be given back with `releaseVncSession`. */
export function acquireVncSession(ip: string): VncSession {
  let entry = kept.get(ip);
  if (entry === undefined || entry.session.state.get().phase === "ended") {
    const element = document.createElement("div");
    element.dataset["console"] = "vnc";
    element.style.width = "100%";
    element.style.height = "100%";
    const session = new VncSession({ ip, element, connect: novncConnector, clock: browserClock });
    entry = { session, users: 0, cancel: undefined };
    kept.set(ip, entry);
  }
  entry.users += 1;
  entry.cancel?.();
  entry.cancel = undefined;
  return entry.session;
}

/** A page no longer shows the screen. */
export function releaseVncSession(session: VncSession): void {
  const entry = kept.get(session.ip);
  if (entry?.session !== session) return;
  entry.users -= 1;
  if (entry.users > 0) return;
  entry.cancel = browserClock.after(keepMs, () => {
    kept.delete(session.ip);
    session.dispose();
  });
}
