import type { AuditEntry } from "./audit-log.ts";

/** Characters of a session's identifier that lines name: enough to tell sessions apart, of no use to anybody else. */
const namedCharacters = 12;

/** Somebody at the door. */
export interface AtTheDoor {
  /** Whom they act as, or would have acted as. */
  readonly userName: string;
  readonly remoteAddress: string;
  readonly requestId: string;
}

/** The line of somebody who signed in with a link. */
export function signedInLine(who: AtTheDoor): AuditEntry {
  return line(who, { Method: "SignIn", Outcome: "succeeded", Detail: "with a sign-in link" });
}

/** The line of an attempt that was refused; the user is whom it would have let in. */
export function notSignedInLine(who: AtTheDoor, why: string): AuditEntry {
  return line(who, { Method: "SignIn", Outcome: "failed", Detail: why });
}

/** The line of somebody who signed out. */
export function signedOutLine(who: AtTheDoor, sessionId: string): AuditEntry {
  const Detail = `session ${sessionId.slice(0, namedCharacters)}`;
  return line(who, { Method: "SignOut", Outcome: "succeeded", Detail });
}

/** The line of the token that the server makes at its start for `--token-file`. */
export function tokenFileLine(userName: string, name: string): AuditEntry {
  const said = { Method: "CreateApiToken", Outcome: "succeeded", Detail: "for --token-file" } as const;
  return { ...line({ userName, remoteAddress: "", requestId: "" }, said), Target: name };
}

function line(who: AtTheDoor, said: Pick<AuditEntry, "Method" | "Outcome" | "Detail">): AuditEntry {
  return {
    User: who.userName,
    RemoteAddress: who.remoteAddress,
    Target: "",
    Hypervisor: "",
    RequestId: who.requestId,
    ...said,
  };
}
