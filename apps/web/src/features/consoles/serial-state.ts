import type { SerialUpstreamState, SerialViewer } from "@stackdeck/api-types";
import type { PasteProgress } from "./paste-job.ts";

/** Where a serial session stands with the server. */
export type SerialPhase =
  | "connecting"
  | "attached"
  /** The link was cut; comes back by itself. */
  | "reconnecting"
  /** Over, for a reason that does not go away by trying again. */
  | "ended";

export interface SerialUpstream {
  readonly state: SerialUpstreamState;
  readonly text: string;
  readonly hypervisorError: string;
  readonly vmState: string;
}

/** Everything a screen shows of a session, besides the terminal itself. */
export interface SerialState {
  readonly phase: SerialPhase;
  readonly upstream: SerialUpstream | undefined;
  readonly viewers: readonly SerialViewer[];
  /** Whether this viewer has the keyboard. */
  readonly writer: boolean;
  /** Who asks for the keyboard. */
  readonly askedBy: { readonly viewerId: string; readonly userName: string } | undefined;
  /** Why the last typed bytes did not reach the VM. */
  readonly rejected: string | undefined;
  /** What was typed while there was no connection: shown, never sent by itself. */
  readonly unsent: string;
  /** Bytes that were left out because drawing was too slow. */
  readonly skippedBytes: number;
  /** Progress of a paste: characters sent and all. */
  readonly paste: PasteProgress | undefined;
  /** A paste that did not come to its end: how far it came. */
  readonly pasteCut: PasteProgress | undefined;
  readonly paused: boolean;
  readonly end: { readonly code: number; readonly reason: string } | undefined;
}

/** What may be typed without a connection, in characters. */
export const unsentLimit = 4096;

export const initialSerialState: SerialState = {
  phase: "connecting",
  upstream: undefined,
  viewers: [],
  writer: false,
  askedBy: undefined,
  rejected: undefined,
  unsent: "",
  skippedBytes: 0,
  paste: undefined,
  pasteCut: undefined,
  paused: false,
  end: undefined,
};
