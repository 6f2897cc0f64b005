import type { SessionInfo } from "@stackdeck/api-types";
import { Value } from "../ui/subscribable.ts";
import { ApiError, onSessionLost, sendJson, setCsrfToken } from "./http.ts";
import { live } from "./live.ts";

export type SessionState =
  | { readonly kind: "unknown" }
  | { readonly kind: "signed-in"; readonly info: SessionInfo }
  /** `frozen`: we were signed in; what is on the screen stays, under a request to sign in again. */
  | { readonly kind: "signed-out"; readonly frozen: boolean; readonly reason: string };

/** Who is signed in. */
export const session = new Value<SessionState>({ kind: "unknown" });

function adopt(info: SessionInfo): SessionInfo {
  setCsrfToken(info.CsrfToken);
  session.set({ kind: "signed-in", info });
  live.open();
  return info;
}

function lost(reason: string): void {
  const frozen = session.get().kind === "signed-in";
  if (session.get().kind !== "signed-out") session.set({ kind: "signed-out", frozen, reason });
}

onSessionLost(() => lost("Your session has ended."));
live.state.subscribe(() => {
  const state = live.state.get();
  if (state.kind === "signed-out") lost(state.reason);
});

/** Asks the server who we are; undefined when nobody is signed in. */
export async function readSession(): Promise<SessionInfo | undefined> {
  try {
    return adopt(await sendJson<SessionInfo>("/api/v1/session"));
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 401) {
      lost("");
      return undefined;
    }
    throw error;
  }
}

/** Exchanges a one-time token for a session. */
export async function signIn(token: string): Promise<SessionInfo> {
  await sendJson("/api/v1/session", { method: "POST", body: { token } });
  const info = await sendJson<SessionInfo>("/api/v1/session");
  return adopt(info);
}

/** Ends the session everywhere in this browser. */
export async function signOut(): Promise<void> {
  await sendJson("/api/v1/session", { method: "DELETE" });
  // A fresh page forgets everything that was shown.
  location.assign("/login");
}
