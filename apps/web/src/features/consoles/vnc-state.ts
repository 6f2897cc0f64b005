/** Where a graphical session stands with the server. */
export type VncPhase =
  | "connecting"
  | "connected"
  | "reconnecting"
  /** The VM does not run: connects when it does. */
  | "waiting-for-vm"
  /** The VM was started without a screen. */
  | "no-screen"
  | "ended";

/** How large the picture is shown. */
export type VncScale = "fit" | "actual";

/** Everything a page shows of a session, besides the picture itself. */
export interface VncState {
  readonly phase: VncPhase;
  readonly reason: string;
  readonly scale: VncScale;
  readonly viewOnly: boolean;
  /** Dragging moves a picture that is larger than its place, and does not reach the guest. */
  readonly moving: boolean;
  /** Text on the guest's clipboard; "" while it has shown none. */
  readonly guestClipboard: string;
  readonly typing: { readonly sent: number; readonly total: number } | undefined;
}

export const initialVncState: VncState = {
  phase: "connecting",
  reason: "",
  scale: "fit",
  viewOnly: false,
  moving: false,
  guestClipboard: "",
  typing: undefined,
};
