import { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { certificateClaims } from "../tls/certificate-claims.ts";
import { chainsTo } from "../tls/chain.ts";
import type { Caller } from "./handlers.ts";

export interface CallerOptions {
  /** Authorities of full trust. */
  readonly fullTrust: readonly X509Certificate[];
  /** True when there are authorities that vouch for names and groups only. */
  readonly hasIdentityAuthorities: boolean;
  readonly withoutMethodPowers: boolean;
}

/**
 * Who is behind a TLS connection whose chain OpenSSL has verified already.
 * @throws Error when the certificate's extensions are malformed: such a connection is closed.
 */
export function callerOf(socket: TLSSocket, options: CallerOptions): Caller {
  const leaf = socket.getPeerX509Certificate();
  if (leaf === undefined) throw new Error("no client certificate");
  const claims = certificateClaims(leaf);
  const honoured =
    !options.hasIdentityAuthorities || chainsTo(leaf, intermediates(socket), options.fullTrust);
  return {
    userName: claims.userName,
    groups: claims.groups,
    methods: honoured ? claims.methods : [],
    secured: true,
    withoutMethodPowers: options.withoutMethodPowers,
    remoteAddress: socket.remoteAddress ?? "",
  };
}

/** The caller of a plain connection. */
export function plainCaller(remoteAddress: string, withoutMethodPowers: boolean): Caller {
  return { userName: "", groups: [], methods: [], secured: false, withoutMethodPowers, remoteAddress };
}

/** What the peer sent or the store added above the leaf. */
function intermediates(socket: TLSSocket): X509Certificate[] {
  const found: X509Certificate[] = [];
  let current = socket.getPeerCertificate(true);
  for (let depth = 0; depth < 8; depth++) {
    const issuer = current.issuerCertificate;
    if (issuer === undefined || issuer === current || issuer.raw === undefined) break;
    found.push(new X509Certificate(issuer.raw));
    current = issuer;
  }
  return found;
}
