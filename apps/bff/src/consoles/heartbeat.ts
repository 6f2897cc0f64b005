import { consolePingMs } from "@stackdeck/api-types";
import type { Clock } from "./clock.ts";

/** What a heartbeat needs of a connection. */
export interface BeatingSocket {
  ping(): void;
  terminate(): void;
  readonly isPaused: boolean;
  on(event: "pong" | "message", listener: () => void): unknown;
}

/**
 * Pings a viewer, so that no proxy finds the connection idle, and ends it when nothing shows that it lives: no answer,
 * nothing said, and no byte taken by the network in a whole interval. A slow one is not a dead one.
 * @param taken how many bytes the network has taken so far
 * @returns the function that ends it
 */
export function startHeartbeat(socket: BeatingSocket, clock: Clock, taken: () => number): () => void {
  let alive = true;
  let takenBefore = taken();
  let cancel = (): void => undefined;
  const lives = (): void => {
    alive = true;
  };
  const beat = (): void => {
    const takenNow = taken();
    // While the hypervisor does not take what was typed, answers of the viewer wait unread.
    if (!alive && takenNow === takenBefore && !socket.isPaused) {
      socket.terminate();
      return;
    }
    alive = false;
    takenBefore = takenNow;
    socket.ping();
    cancel = clock.after(consolePingMs, beat);
  };
  socket.on("pong", lives);
  socket.on("message", lives);
  cancel = clock.after(consolePingMs, beat);
  return () => cancel();
}
