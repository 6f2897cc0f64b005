import { createSecureContext, type SecureContext } from "node:tls";
import type { Identity } from "./identity.ts";

/** What a client's TLS is made of. */
export interface ContextParts {
  readonly identity: Identity | undefined;
  readonly ca: string | readonly string[] | undefined;
}

const maxContexts = 16;
const kept = new Map<string, SecureContext>();

/**
 * The TLS context of a client. Parsing certificates, keys and authorities costs a few milliseconds each time, which a
 * thousand dials at once would feel; so the latest few are kept, by content: a replaced file makes a new one.
 * @throws Error when a PEM cannot be read
 */
export function secureContextOf({ identity, ca }: ContextParts): SecureContext {
  const key = JSON.stringify([identity?.certPem, identity?.keyPem, ca]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = createSecureContext({
    minVersion: "TLSv1.2",
    ...(ca === undefined ? {} : { ca: typeof ca === "string" ? ca : [...ca] }),
    ...(identity === undefined ? {} : { cert: identity.certPem, key: identity.keyPem }),
  });
  const [oldest] = kept.keys();
  if (kept.size >= maxContexts && oldest !== undefined) kept.delete(oldest);
  kept.set(key, made);
  return made;
}
