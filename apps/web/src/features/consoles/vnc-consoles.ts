import { browserClock } from "./console-link.ts";
import { KeptConsoles } from "./kept-consoles.ts";
import { novncConnector } from "./novnc-connector.ts";
import { VncSession } from "./vnc-session.ts";

export const vncConsoles = new KeptConsoles<VncSession>({
  clock: browserClock,
  keepMs: 60_000,
  open: (ip) => {
    const element = document.createElement("div");
    element.dataset["console"] = "vnc";
    element.style.width = "100%";
    element.style.height = "100%";
    return new VncSession({ ip, element, connect: novncConnector, clock: browserClock });
  },
  isOver: (session) => session.state.get().phase === "ended",
  close: (session) => session.dispose(),
});
