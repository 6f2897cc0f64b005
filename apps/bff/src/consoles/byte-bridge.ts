import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { TurnCork } from "./turn-cork.ts";
import { hearMessages } from "./viewer-line.ts";

/**
 * Bytes handed to the network and not taken yet: above the first the other side is paused, below the second it goes on.
 * With more, buffers outlive the collections of young garbage, and a flood costs a third more processor time.
 */
const pauseAt = 256 * 1024;
const resumeAt = 64 * 1024;

/** Why a bridge has ended. */
export type BridgeEnd = "viewer" | "upstream" | "protocol";

/** What a bridge needs of a WebSocket. */
export type BridgeSocket = Pick<WebSocket, "on" | "send" | "pause" | "resume" | "readyState" | "OPEN">;

export interface BridgeOptions {
  readonly socket: BridgeSocket;
  /** The connection below the WebSocket. */
  readonly connection: Duplex;
  /** Looks at what the viewer says and gives back what may go on. @throws Error when none of it may */
  readonly gate?: { pass(bytes: Buffer): readonly Buffer[] };
  /** Called once, when one side has ended. */
  readonly ended: (by: BridgeEnd) => void;
}

/**
 * Joins a WebSocket and a byte channel, with back-pressure both ways: whoever is slow slows only the other end of his own
 * bridge. What was sent before an end still arrives.
 */
export function bridgeBytes(channel: Duplex, options: BridgeOptions): void {
  const { socket } = options;
  let over = false;
  const end = (by: BridgeEnd): void => {
    if (over) return;
    over = true;
    options.ended(by);
  };
  toViewer(channel, options);
  toUpstream(channel, options, () => end("protocol"));
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

function toViewer(channel: Duplex, { socket, connection }: BridgeOptions): void {
  const cork = new TurnCork(connection);
  let inFlight = 0;
  channel.on("data", (bytes: Buffer) => {
    if (socket.readyState !== socket.OPEN) return;
    inFlight += bytes.length;
    cork.beforeWrite(bytes.length);
    socket.send(bytes, { binary: true }, () => {
      inFlight -= bytes.length;
      if (inFlight < resumeAt && channel.isPaused()) channel.resume();
    });
    if (inFlight > pauseAt) channel.pause();
  });
}

function toUpstream(channel: Duplex, { socket, gate }: BridgeOptions, refuse: () => void): void {
  const passed = (data: Buffer): readonly Buffer[] | undefined => {
    try {
      return gate === undefined ? [data] : gate.pass(data);
    } catch {
      return undefined;
    }
  };
  hearMessages(socket, (data, isBinary) => {
    if (!isBinary || channel.writableEnded || channel.destroyed) return;
    const pieces = passed(data);
    if (pieces === undefined) refuse();
    else for (const piece of pieces) if (!channel.write(piece)) socket.pause();
  });
  channel.on("drain", () => socket.resume());
}
