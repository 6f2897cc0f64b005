import RFB from "@novnc/novnc";
import { consolePath } from "./console-link.ts";
import type { VncConnector } from "./vnc-session.ts";

/** Connects noVNC over the page's own server. */
export const novncConnector: VncConnector = (ip, element, events) => {
  const url = new URL(consolePath(ip, "vnc"), location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.addEventListener("close", ({ code, reason }) => events.closed(code, reason));
  const rfb = new RFB(element, socket, { shared: true });
  rfb.background = "#0b0e14";
  rfb.focusOnClick = true;
  rfb.addEventListener("connect", () => events.connected());
  rfb.addEventListener("clipboard", (event) => {
    events.clipboard((event as CustomEvent<{ text: string }>).detail.text);
  });
  return rfb;
};
