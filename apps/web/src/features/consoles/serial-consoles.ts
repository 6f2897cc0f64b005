import { Value } from "../../ui/subscribable.ts";
import { browserClock, webSocketTransport } from "./console-link.ts";
import { KeptConsoles } from "./kept-consoles.ts";
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

export const serialConsoles = new KeptConsoles<SerialConsole>({
  clock: browserClock,
  keepMs: 5 * 60_000,
  open: openConsole,
  isOver: ({ session }) => session.state.get().phase === "ended",
  close: ({ session, terminal }) => {
    session.dispose();
    terminal.dispose();
  },
});

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
