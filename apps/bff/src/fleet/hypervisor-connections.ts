import type { ConnectionSource } from "@stackdeck/hypervisor-client";
import { ConnectionPool, type ConnectOptions, connect, type DialLimiter } from "@stackdeck/srpc";

/**
 * Connections to one hypervisor: a pool for short calls, and new ones for streams. Each dial takes the certificates
 * that are valid then, so that replaced ones are used without a restart.
 */
export class HypervisorConnections implements ConnectionSource {
  readonly #pool: ConnectionPool;
  readonly #options: () => ConnectOptions;
  readonly #limiter: DialLimiter;

  constructor(options: () => ConnectOptions, limiter: DialLimiter) {
    this.#options = options;
    this.#limiter = limiter;
    this.#pool = new ConnectionPool({
      dial: (signal) => connect({ ...options(), signal }),
      dialLimiter: limiter,
    });
  }

  readonly use: ConnectionSource["use"] = async (work, call) => {
    const lease = await this.#pool.acquire("call", { signal: call?.signal });
    try {
      return await work(lease.connection);
    } finally {
      lease.release();
    }
  };

  readonly dedicated: ConnectionSource["dedicated"] = (call) =>
    this.#limiter.run(() => connect({ ...this.#options(), signal: call?.signal }), call?.signal);

  close(): void {
    this.#pool.close();
  }
}
