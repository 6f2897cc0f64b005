import { createHash } from "node:crypto";

/** What is kept of a secret of ours. It has 256 random bits: a plain fast hash cannot be reversed and needs no salt. */
export function secretHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
