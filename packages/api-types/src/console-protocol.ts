/**
 * Consoles over WebSockets.
 *
 * Serial: `/api/v1/vms/{ip}/console/serial?offset=N&epoch=E&mode=write|watch&flow=drawn&cols=C&rows=R&plain=1`.
 * Binary frames carry terminal bytes both ways. Text frames carry one JSON message each. The first text frame is
 * `attached`; the bytes that follow start at its `offset`, so the offset of every byte is known by counting. A viewer
 * that reconnects passes the offset after the last byte it has: it gets what it missed, once, without a hole, or a
 * `skipped` message that says how many bytes are gone. With `flow=drawn` the server sends at most
 * `serialFlow.window` bytes ahead of what the viewer said it has drawn. A fresh viewer of a long history gets a
 * `screen`, with `history=all` every byte there is. With `plain=1` only bytes are sent, no messages.
 *
 * Graphical: `/api/v1/vms/{ip}/console/vnc`: binary frames carry RFB bytes both ways, as any noVNC expects.
 *
 * Manager: `/api/v1/vms/{ip}/console/manager`: the client sends one command in each text frame, the server one line of
 * the virtualiser's output in each text frame.
 *
 * All three end with a close code of `consoleCloseCodes` and a reason for people.
 */
import * as z from "zod/mini";

/** Flow control of the serial console, in bytes. */
export const serialFlow = {
  /** A viewer that acknowledges gets at most this much ahead of what it has drawn; less when it draws slowly. */
  window: 512 * 1024,
  /** A viewer acknowledges when it has drawn this much since the last acknowledgement. */
  acknowledgeEvery: 64 * 1024,
  /** Typed bytes in one frame: more is refused, so that a paste is cut into pieces by the sender. */
  maxTyped: 16 * 1024,
} as const;

/** Both ends send a ping at this interval, so that no proxy finds the connection idle. In milliseconds. */
export const consolePingMs = 15_000;

/** State of the one upstream session to the hypervisor. */
export type SerialUpstreamState =
  | "connecting"
  | "live"
  /** The VM is not running: attaches when it does. */
  | "waiting-for-vm"
  /** Another client holds the VM's only serial port. */
  | "busy-elsewhere"
  /** Another operation runs on the VM: the hypervisor refuses for now. */
  | "blocked"
  | "unreachable"
  /** The hypervisor says that we may not. */
  | "refused"
  | "closed";

export interface SerialViewer {
  readonly id: string;
  readonly userName: string;
  readonly writer: boolean;
  readonly you: boolean;
  /** Whether it may have the keyboard at all. */
  readonly mayWrite: boolean;
}

export type SerialServerMessage =
  | {
      readonly type: "attached";
      /** What to resume with later, together with the offset: it may be another one than before. */
      readonly epoch: string;
      /** Offset of the next byte that will be sent; after a restart of the server it may be lower than what was asked for. */
      readonly offset: number;
      /** Whether the bytes continue what the viewer already has (else: clear the screen first). */
      readonly resumed: boolean;
      readonly viewerId: string;
    }
  /** `text` is for people; `hypervisorError` holds the hypervisor's own words, "" when there are none. */
  | {
      readonly type: "state";
      readonly state: SerialUpstreamState;
      readonly text: string;
      readonly hypervisorError: string;
      /** The VM's state as the inventory knows it, "" when it does not. */
      readonly vmState: string;
    }
  | { readonly type: "viewers"; readonly viewers: readonly SerialViewer[] }
  /** Bytes that were dropped for this viewer; the next byte sent is at `offset`. */
  | { readonly type: "skipped"; readonly bytes: number; readonly offset: number }
  /**
   * A serialised screen that brings a fresh terminal to the state at the next byte. There may be two, with the mark of the
   * last boot between them.
   */
  | { readonly type: "screen"; readonly text: string }
  /**
   * A marker in the stream (boot, hypervisor reconnected) to be shown as a line; it stands before the byte at `offset`,
   * which is the next byte sent.
   */
  | {
      readonly type: "mark";
      readonly kind: SerialMarkKind;
      readonly on: string;
      readonly text: string;
      readonly offset: number;
    }
  | { readonly type: "keyboard-asked"; readonly viewerId: string; readonly userName: string }
  /** Typed bytes were not sent to the VM: not the writer, or upstream is gone. */
  | { readonly type: "rejected"; readonly bytes: number; readonly reason: string }
  /** `end` is the offset behind the last byte there was when it was asked: what comes before it is not live. */
  | { readonly type: "pong"; readonly id: number; readonly end: number };

/** What a mark tells. */
export type SerialMarkKind =
  /** The VM was started: what follows is a new boot. */
  | "boot"
  /** End of what the hypervisor recorded while nobody was attached. */
  | "boot-log-end"
  | "attached"
  | "detached"
  /** Output between here and the next byte may be missing. */
  | "gap";

export const SerialClientMessage = z.discriminatedUnion("type", [
  /** Flow control: this many bytes of output have been drawn since the last acknowledgement. */
  z.object({ type: z.literal("drawn"), bytes: z.int().check(z.minimum(0)) }),
  z.object({ type: z.literal("ask-keyboard") }),
  z.object({ type: z.literal("give-keyboard"), viewerId: z.string().check(z.maxLength(64)) }),
  z.object({ type: z.literal("take-keyboard") }),
  z.object({ type: z.literal("release-keyboard") }),
  /** Try the hypervisor again now. */
  z.object({ type: z.literal("retry") }),
  z.object({ type: z.literal("ping"), id: z.int() }),
]);
export type SerialClientMessage = z.output<typeof SerialClientMessage>;

/**
 * Reads one text frame of a client.
 * @returns the message, or undefined when it is not one
 */
export function parseSerialClientMessage(text: string): SerialClientMessage | undefined {
  if (text.length > 1024) return undefined;
  try {
    const parsed = z.safeParse(SerialClientMessage, JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Close codes of console WebSockets. */
export const consoleCloseCodes = {
  sessionEnded: 4401,
  forbidden: 4403,
  noSuchVm: 4404,
  /** The VM is not in the state the console needs; the reason says which. */
  wrongState: 4409,
  vmDestroyed: 4410,
  /** The VM has no VNC screen. */
  noVnc: 4412,
  tooMany: 4429,
  /** Not now: Stackdeck itself can not serve it. */
  unavailable: 4500,
  /** The hypervisor refused or could not be reached. */
  upstreamFailed: 4502,
  serverStopping: 4503,
} as const;
