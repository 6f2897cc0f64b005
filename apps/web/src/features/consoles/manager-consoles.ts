import { browserClock, webSocketTransport } from "./console-link.ts";
import { KeptConsoles } from "./kept-consoles.ts";
import { ManagerSession } from "./manager-session.ts";

export const managerConsoles = new KeptConsoles<ManagerSession>({
  clock: browserClock,
  keepMs: 5 * 60_000,
  open: (ip) => new ManagerSession({ ip, transport: webSocketTransport, clock: browserClock }),
  isOver: (session) => session.state.get().phase === "ended",
  close: (session) => session.dispose(),
});
