import { Value } from "../../ui/subscribable.ts";
import { browserClock, webSocketTransport } from "./console-link.ts";
import { isPopOut } from "./pop-out.ts";
import { SerialSession } from "./serial-session.ts";
import { SerialTerminal } from "./serial-terminal.ts";

/** A serial console of this page: session and terminal, wherever they are shown. */
export interface SerialConsole {
  readonly ip: string;
  readonly session: SerialSession;
  readonly terminal: SerialTerminal;
  /** A link in the output that was clicked: shown before it is followed. */
  readonly link: Value<string | undefined>;
}

/** A console that nobody shows is kept this long, so that going back finds it as it was. In milliseconds. */
const keepMs = 5 * 60_000;

interface Kept {
  readonly console: SerialConsole;
  users: number;
  cancel: (() => void) | undefined;
}

const kept = new Map<string, Kept>();

/** The console of a VM: the one that is there, else a new one. To be given back with `releaseSerialConsole`. */
export function acquireSerialConsole(ip: string): SerialConsole {
  let entry = kept.get(ip);
  if (entry === undefined || entry.console.session.state.get().phase === "ended") {
    entry?.console.terminal.dispose();
    entry = { console: openConsole(ip), users: 0, cancel: undefined };
    kept.set(ip, entry);
  }
  entry.users += 1;
  entry.cancel?.();
  entry.cancel = undefined;
  return entry.console;
}

/** A screen no longer shows the console. */
export function releaseSerialConsole(console: SerialConsole): void {
  const entry = kept.get(console.ip);
  if (entry?.console !== console) return;
  entry.users -= 1;
  if (entry.users > 0) return;
  entry.cancel = browserClock.after(keepMs, () => {
    kept.delete(console.ip);
    console.session.dispose();
    console.terminal.dispose();
  });
}

function openConsole(ip: string): SerialConsole {
  const link = new Value<string | undefined>(undefined);
  const terminal = new SerialTerminal({
    typed: (text) => session.type(text),
    reported: (bytes) => session.report(bytes),
    mayAnswer: () => session.state.get().writer,
    link: (address) => link.set(address),
  });
  const session: SerialSession = new SerialSession({
    ip,
    sink: terminal,
    transport: webSocketTransport,
    clock: browserClock,
    takesKeyboard: isPopOut(),
  });
  return { ip, session, terminal, link };
}
