import RFB from "@novnc/novnc";
import { consolePath } from "./console-link.ts";
import type { VncConnector } from "./vnc-session.ts";

/** A request for one pixel, whether it has changed or not: every server answers it. */
const firstPixel = Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 1, 0, 1);

/** Connects noVNC over the page's own server. */
export const novncConnector: VncConnector = (ip, element, events) => {
  const url = new URL(consolePath(ip, "vnc"), location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.addEventListener("message", () => events.received());
  socket.addEventListener("close", ({ code, reason }) => events.closed(code, reason));
  const rfb = new RFB(element, socket, { shared: true });
  rfb.background = "#0b0e14";
  rfb.focusOnClick = true;
  rfb.addEventListener("connect", () => events.connected());
  rfb.addEventListener("clipboard", (event) => {
    events.clipboard((event as CustomEvent<{ text: string }>).detail.text);
  });
  return Object.assign(rfb, {
    poke: () => {
      if (socket.readyState === WebSocket.OPEN) socket.send(firstPixel);
    },
  });
};
