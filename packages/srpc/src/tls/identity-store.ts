import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Identity } from "./identity.ts";
import { isValid, loadIdentities } from "./load-identities.ts";

export interface IdentityStoreOptions {
  readonly directory: string;
  /** How often the files are looked at, in milliseconds. Default 2000. */
  readonly intervalMs?: number | undefined;
  readonly onChange?: ((identities: readonly Identity[]) => void) | undefined;
  /** New files that cannot be used: the old ones stay. Called once for each state of the directory. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * The identities of a directory, read again when its files change. Looks at the files instead of asking the
 * system to be told: replaced links and mounted volumes are noticed too.
 */
export class IdentityStore {
  readonly #options: IdentityStoreOptions;
  readonly #timer: NodeJS.Timeout;
  #identities: readonly Identity[];
  #fingerprint: string;

  /** @throws SrpcError BAD_CERTIFICATE as `loadIdentities`. */
  constructor(options: IdentityStoreOptions) {
    this.#options = options;
    this.#fingerprint = fingerprintOf(options.directory);
    this.#identities = loadIdentities(options.directory);
    this.#timer = setInterval(() => this.check(), options.intervalMs ?? 2000);
    this.#timer.unref();
  }

  /** The identities to dial with now, best first. When the last one has expired, that one: its end is what to tell. */
  get current(): readonly Identity[] {
    const valid = this.#identities.filter(isValid);
    return valid.length > 0 ? valid : this.#identities;
  }

  /** Looks at the files at once; true when the identities have been replaced. */
  check(): boolean {
    const fingerprint = fingerprintOf(this.#options.directory);
    if (fingerprint === this.#fingerprint) return false;
    this.#fingerprint = fingerprint;
    try {
      this.#identities = loadIdentities(this.#options.directory);
    } catch (error) {
      // Between the new certificate and its new key the pair does not match: the next look will find it whole.
      this.#options.onError?.(error);
      return false;
    }
    this.#options.onChange?.(this.#identities);
    return true;
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

/** Changes whenever a file that could matter does. */
function fingerprintOf(directory: string): string {
  const hash = createHash("sha256");
  try {
    for (const name of readdirSync(directory).sort()) {
      if (!/\.(key|cert|pem)$/.test(name)) continue;
      const { mtimeMs, ctimeMs, size, ino } = statSync(join(directory, name));
      hash.update(`${name}\0${mtimeMs} ${ctimeMs} ${size} ${ino}\0`);
    }
  } catch (error) {
    hash.update(String(error));
  }
  return hash.digest("hex");
}
