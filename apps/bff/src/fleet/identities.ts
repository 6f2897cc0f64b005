import { existsSync } from "node:fs";
import type { CertificateInfo } from "@stackdeck/api-types";
import { type Identity, IdentityStore } from "@stackdeck/srpc";
import type { Principal } from "../auth/access.ts";
import { ConfigError } from "../config/config.ts";

interface IdentityLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
}

const hourMs = 3600 * 1000;
const lookEveryMs = 60_000;

/** The client certificates in use, replaced without a restart when their files are. */
export class Identities {
  readonly #store: IdentityStore;
  readonly #timer: NodeJS.Timeout;
  readonly #warned = new Set<string>();
  readonly #log: IdentityLog;

  /** @throws ConfigError with one sentence when there is no usable certificate in the folder */
  constructor(directory: string, log: IdentityLog) {
    this.#log = log;
    if (!existsSync(directory)) {
      throw new ConfigError(
        `There is no certificate directory ${directory}: make it and put NAME.cert and NAME.key there, or name another folder with --cert-dir.`,
      );
    }
    try {
      this.#store = new IdentityStore({
        directory,
        onChange: () => log.info({}, "client certificates were replaced"),
        onError: (error) => log.warn({ reason: String(error) }, "new client certificates cannot be used"),
      });
    } catch (error) {
      throw new ConfigError(sentence(error));
    }
    if (this.#store.current.length === 0) {
      this.#store.close();
      throw new ConfigError(
        `There is no certificate in ${directory}: put NAME.cert and NAME.key there, or name another folder with --cert-dir.`,
      );
    }
    this.#timer = setInterval(() => this.#warnOfEnd(), lookEveryMs);
    this.#timer.unref();
    this.#warnOfEnd();
  }

  /** Best first. */
  get current(): readonly Identity[] {
    return this.#store.current;
  }

  get best(): Identity {
    return this.#store.current[0]!;
  }

  /** What may be told of them, best first. */
  get certificates(): readonly CertificateInfo[] {
    return this.#store.current.map(({ name, userName, groups, methods, notAfter }, index) => ({
      Name: name,
      UserName: userName,
      Groups: groups,
      MethodPowers: methods,
      ExpiresOn: notAfter.toISOString(),
      InUse: index === 0,
    }));
  }

  get principal(): Principal {
    const { userName, groups, methods } = this.best;
    return { userName, groups, methods };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#store.close();
  }

  #warnOfEnd(): void {
    const { name, notAfter } = this.best;
    const left = notAfter.getTime() - Date.now();
    for (const hours of [1, 24]) {
      const key = `${notAfter.getTime()} ${hours}`;
      if (left > hours * hourMs || this.#warned.has(key)) continue;
      this.#warned.add(key);
      this.#log.warn(
        { certificate: name, expires: notAfter.toISOString() },
        "the client certificate ends soon",
      );
      return;
    }
  }
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
