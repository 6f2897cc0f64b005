import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";

/** Bytes handed to the network and not taken yet: above the first the other side is paused, below the second it goes on. */
const pauseAt = 1024 * 1024;
const resumeAt = 256 * 1024;

/** Why a bridge has ended. */
export type BridgeEnd = "viewer" | "upstream";

/**
 * Joins a WebSocket and a byte channel, with back-pressure both ways: whoever is slow slows only the other end of his own
 * bridge. What was sent before an end still arrives.
 * @param ended called once, when one side has ended
 */
export function bridgeBytes(socket: WebSocket, channel: Duplex, ended: (by: BridgeEnd) => void): void {
  let over = false;
  const end = (by: BridgeEnd): void => {
    if (over) return;
    over = true;
    ended(by);
  };
  toViewer(socket, channel);
  toUpstream(socket, channel);
  channel.on("error", () => end("upstream"));
  channel.on("end", () => end("upstream"));
  channel.on("close", () => end("upstream"));
  socket.on("close", () => {
    // What was typed last goes out before the channel ends.
    channel.end(() => channel.destroy());
    channel.resume();
    end("viewer");
  });
}

function toViewer(socket: WebSocket, channel: Duplex): void {
  let inFlight = 0;
  channel.on("data", (bytes: Buffer) => {
    if (socket.readyState !== socket.OPEN) return;
    inFlight += bytes.length;
    socket.send(bytes, { binary: true }, () => {
      inFlight -= bytes.length;
      if (inFlight < resumeAt && channel.isPaused()) channel.resume();
    });
    if (inFlight > pauseAt) channel.pause();
  });
}

function toUpstream(socket: WebSocket, channel: Duplex): void {
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    if (!isBinary || channel.writableEnded || channel.destroyed) return;
    if (!channel.write(data)) socket.pause();
  });
  channel.on("drain", () => socket.resume());
}
