import { once } from "node:events";
import { WebSocket } from "ws";

/** A viewer that does not read. @returns the function that ends it */
export async function stalledViewer(url: string): Promise<() => void> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on("error", () => socket.terminate());
  await once(socket, "open");
  socket.pause();
  return () => socket.terminate();
}
