import type { LiveClientEvents, LiveServerEvents } from "@stackdeck/api-types";
import { io, type Socket } from "socket.io-client";
import { type LiveClock, LiveConnection, type LiveSocket } from "./live-connection.ts";

const clock: LiveClock = {
  now: () => Date.now(),
  every: (milliseconds, run) => {
    const timer = setInterval(run, milliseconds);
    return () => clearInterval(timer);
  },
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

function makeConnection(): LiveConnection {
  const socket: Socket<LiveServerEvents, LiveClientEvents> = io({
    autoConnect: false,
    transports: ["websocket"],
    reconnectionDelay: 300,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
  });
  const connection = new LiveConnection(socket as unknown as LiveSocket, clock);
  addEventListener("online", () => connection.wake());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") connection.wake();
  });
  return connection;
}

/** The live connection of this page; opened once somebody is signed in. */
export const live = makeConnection();
