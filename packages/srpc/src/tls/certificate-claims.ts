import type { X509Certificate } from "node:crypto";
import { DerError, derChildren, derOid, derStringList, derTag, readDer } from "./der.ts";

/** Extension with the patterns of methods the holder may call. */
export const METHODS_OID = "1.3.6.1.4.1.9586.100.7.1";
/** Extension with the groups the holder is in. */
export const GROUPS_OID = "1.3.6.1.4.1.9586.100.7.2";

const EXTENSIONS_TAG = 0xa3;

/** What a certificate says about its holder. */
export interface CertificateClaims {
  readonly userName: string;
  readonly groups: readonly string[];
  readonly methods: readonly string[];
}

/**
 * Reads the claims of one certificate (never of the ones above it: a leaf without a name has no name).
 * @throws Error when an extension is malformed or a method pattern does not have exactly one dot.
 */
export function certificateClaims(certificate: X509Certificate): CertificateClaims {
  const extensions = certificateExtensions(certificate.raw);
  const methods = stringList(extensions, METHODS_OID, "permitted methods");
  for (const method of methods) {
    if (method.split(".").length !== 2)
      throw new Error(`the certificate permits a malformed method: "${method}"`);
  }
  return {
    userName: commonName(certificate),
    groups: stringList(extensions, GROUPS_OID, "groups"),
    methods,
  };
}

/** The first Common Name of the subject, "" without one. */
function commonName(certificate: X509Certificate): string {
  const cn: unknown = certificate.toLegacyObject().subject?.CN;
  const first: unknown = Array.isArray(cn) ? cn[0] : cn;
  return typeof first === "string" ? first : "";
}

function stringList(extensions: Map<string, Uint8Array>, oid: string, what: string): string[] {
  const value = extensions.get(oid);
  if (value === undefined || value.length === 0) return [];
  try {
    return derStringList(value);
  } catch (error) {
    throw new Error(`the certificate's ${what} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Extension values by object identifier. */
function certificateExtensions(der: Uint8Array): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  const [body] = derChildren(der, readDer(der, 0, der.length));
  if (body === undefined) throw new DerError("empty certificate");
  const holder = derChildren(der, body).find((element) => element.tag === EXTENSIONS_TAG);
  if (holder === undefined) return found;
  for (const extension of derChildren(der, readDer(der, holder.start, holder.end))) {
    const parts = derChildren(der, extension);
    const oid = parts[0];
    const value = parts.at(-1);
    if (oid?.tag !== derTag.oid || value?.tag !== derTag.octetString)
      throw new DerError("malformed extension");
    found.set(derOid(der, oid), der.subarray(value.start, value.end));
  }
  return found;
}
