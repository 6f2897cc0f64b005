/**
 * Serial console over a WebSocket: `/api/v1/vms/{ip}/console/serial?offset=N&epoch=E&mode=write|watch`.
 *
 * Binary frames carry terminal bytes both ways. Text frames carry one JSON message each. The first text frame is
 * `attached`; the bytes that follow start at its `offset`, so the offset of every byte is known by counting. A viewer
 * that reconnects passes the offset after the last byte it has: it gets what it missed, once, without a hole, or a
 * `skipped` message that says how many bytes are gone.
 */

/** State of the one upstream session to the hypervisor. `text` is for people. */
export type SerialUpstreamState =
  | "connecting"
  | "live"
  | "waiting-for-vm"
  | "busy-elsewhere"
  | "unreachable"
  | "refused"
  | "closed";

export interface SerialViewer {
  readonly id: string;
  readonly userName: string;
  readonly writer: boolean;
  readonly you: boolean;
}

export type SerialServerMessage =
  | {
      readonly type: "attached";
      /** Identifies the ring: offsets of another epoch mean nothing. */
      readonly epoch: string;
      /** Offset of the next byte that will be sent. */
      readonly offset: number;
      /** Whether the bytes continue what the viewer already has (else: clear the screen first). */
      readonly resumed: boolean;
      readonly viewerId: string;
    }
  | { readonly type: "state"; readonly state: SerialUpstreamState; readonly text: string }
  | { readonly type: "viewers"; readonly viewers: readonly SerialViewer[] }
  /** Bytes that were dropped for this viewer; the next byte sent is at `offset`. */
  | { readonly type: "skipped"; readonly bytes: number; readonly offset: number }
  /** A serialised screen that brings a fresh terminal to the state at the next byte. */
  | { readonly type: "screen"; readonly text: string }
  /** A marker in the stream (VM restarted, hypervisor reconnected) to be shown as a line. */
  | { readonly type: "mark"; readonly on: string; readonly text: string }
  | { readonly type: "keyboard-asked"; readonly viewerId: string; readonly userName: string }
  /** Typed bytes were not sent to the VM: not the writer, or upstream is gone. */
  | { readonly type: "rejected"; readonly bytes: number; readonly reason: string }
  | { readonly type: "pong"; readonly id: number };

export type SerialClientMessage =
  /** Flow control: this many bytes of output have been drawn since the last acknowledgement. */
  | { readonly type: "drawn"; readonly bytes: number }
  | { readonly type: "ask-keyboard" }
  | { readonly type: "give-keyboard"; readonly viewerId: string }
  | { readonly type: "take-keyboard" }
  | { readonly type: "release-keyboard" }
  | { readonly type: "ping"; readonly id: number };

/** Close codes of console WebSockets. */
export const consoleCloseCodes = {
  sessionEnded: 4401,
  forbidden: 4403,
  noSuchVm: 4404,
  tooMany: 4429,
  vmDestroyed: 4410,
  serverStopping: 4503,
} as const;
