import { X509Certificate } from "node:crypto";

/**
 * True when signatures lead from the certificate to one of the roots, over at most four certificate
 * authorities among `intermediates`. Dates and purposes are left to the TLS library, which has checked them.
 */
export function chainsTo(
  certificate: X509Certificate,
  intermediates: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): boolean {
  return climb(certificate, intermediates, roots, 4);
}

function climb(
  certificate: X509Certificate,
  intermediates: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  steps: number,
): boolean {
  if (roots.some((root) => isIssuedBy(certificate, root))) return true;
  if (steps === 0) return false;
  return intermediates.some(
    (issuer) =>
      issuer.ca && isIssuedBy(certificate, issuer) && climb(issuer, intermediates, roots, steps - 1),
  );
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** All certificates of PEM texts. @throws Error when one cannot be read. */
export function certificatesOf(pem: string | readonly string[]): X509Certificate[] {
  const texts = typeof pem === "string" ? [pem] : pem;
  return texts.flatMap((text) => (text.match(pemBlock) ?? []).map((block) => new X509Certificate(block)));
}
