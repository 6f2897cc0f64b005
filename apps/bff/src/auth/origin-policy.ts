import { networkInterfaces } from "node:os";

/** Addresses that stand for "all of this machine". */
const wildcards = new Set(["0.0.0.0", "::"]);
const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/** Under which addresses browsers may reach this server. */
export interface OriginOptions {
  readonly scheme: "http" | "https";
  /** The address served on. */
  readonly host: string;
  readonly port: number;
  /** Origin by which a proxy is reached. */
  readonly publicUrl: string | undefined;
}

function hostNames(host: string): string[] {
  const literal = (address: string) => (address.includes(":") ? `[${address}]` : address);
  if (wildcards.has(host)) {
    const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    return [...loopbackNames, ...own.map((entry) => literal(entry.address))];
  }
  return loopbackNames.includes(literal(host)) ? loopbackNames : [literal(host)];
}

/** Knows the exact origins of this server: everything else is somebody else's page. */
export class OriginPolicy {
  readonly #origins: ReadonlySet<string>;
  readonly #hosts: ReadonlySet<string>;

  constructor(o: OriginOptions) {
    const own = hostNames(o.host).map((name) => new URL(`${o.scheme}://${name}:${o.port}`));
    const all = o.publicUrl === undefined ? own : [...own, new URL(o.publicUrl)];
    this.#origins = new Set(all.map((url) => url.origin));
    this.#hosts = new Set(all.map((url) => url.host));
  }

  /** Whether the `Origin` header names this server. Absent counts as no. */
  allowsOrigin(origin: string | undefined): boolean {
    return origin !== undefined && this.#origins.has(origin);
  }

  /** Whether the `Host` header names this server: other names are a sign of DNS rebinding. */
  allowsHost(host: string | undefined): boolean {
    return host !== undefined && this.#hosts.has(host.toLowerCase());
  }
}
