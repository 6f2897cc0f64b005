import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { GROUPS_OID, METHODS_OID } from "../tls/certificate-claims.ts";
import { derStringListBytes } from "../tls/der-write.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY_MS = 24 * 3600 * 1000;
const DEFAULT_DAYS = 365;
/** Certificates begin a little in the past, for peers whose clock is behind. */
const BACKDATE_MS = 3600 * 1000;

export interface Lifetime {
  readonly notBefore?: Date | undefined;
  /** Default: a year from now. */
  readonly notAfter?: Date | undefined;
}

/** A certificate and its private key, PEM. */
export interface KeyPair {
  readonly certPem: string;
  readonly keyPem: string;
}

export interface ClientCertificateOptions extends Lifetime {
  readonly userName: string;
  readonly groups?: readonly string[] | undefined;
  /** Patterns such as "Hypervisor.*"; each must have exactly one dot for servers to accept the certificate. */
  readonly methods?: readonly string[] | undefined;
  /** Raw contents of the two extensions instead of the lists, for tests of what must be refused. */
  readonly rawExtensions?: { readonly methods?: Uint8Array; readonly groups?: Uint8Array } | undefined;
  /** Extended key usage; default clientAuth. */
  readonly usage?: "client" | "server" | "none" | undefined;
}

export interface ServerCertificateOptions extends Lifetime {
  readonly name: string;
  /** DNS names and IP addresses the certificate is good for. */
  readonly hosts: readonly string[];
}

/** A certificate authority for labs, demos and tests: keys are ECDSA P-256 and live in memory. */
export class CertificateAuthority {
  readonly certPem: string;
  readonly keyPem: string;
  readonly #certificate: X509Certificate;
  readonly #keys: webcrypto.CryptoKeyPair;

  private constructor(certificate: X509Certificate, keys: webcrypto.CryptoKeyPair, keyPem: string) {
    this.#certificate = certificate;
    this.#keys = keys;
    this.certPem = `${certificate.toString("pem")}\n`;
    this.keyPem = keyPem;
  }

  /** A self-signed authority. */
  static async create(name: string, lifetime: Lifetime = {}): Promise<CertificateAuthority> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      serialNumber: newSerial(),
      name: distinguishedName(name),
      ...validity(lifetime),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    });
    return new CertificateAuthority(certificate, keys, await privateKeyPem(keys));
  }

  /** A client certificate with the extensions for method patterns and groups. */
  issueClient(options: ClientCertificateOptions): Promise<KeyPair> {
    const extensions: Extension[] = [];
    const methods = options.rawExtensions?.methods ?? listBytes(options.methods);
    const groups = options.rawExtensions?.groups ?? listBytes(options.groups);
    if (methods !== undefined) extensions.push(new Extension(METHODS_OID, false, new Uint8Array(methods)));
    if (groups !== undefined) extensions.push(new Extension(GROUPS_OID, false, new Uint8Array(groups)));
    const usage = options.usage ?? "client";
    if (usage !== "none") {
      extensions.push(
        new ExtendedKeyUsageExtension([
          usage === "client" ? ExtendedKeyUsage.clientAuth : ExtendedKeyUsage.serverAuth,
        ]),
      );
    }
    return this.#issue(options.userName, extensions, options);
  }

  /** A server certificate, also good as that server's own client certificate. */
  issueServer(options: ServerCertificateOptions): Promise<KeyPair> {
    const names = options.hosts.map((host) =>
      isIP(host) === 0 ? { type: "dns" as const, value: host } : { type: "ip" as const, value: host },
    );
    return this.#issue(
      options.name,
      [
        new SubjectAlternativeNameExtension(names),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      ],
      options,
    );
  }

  async #issue(name: string, extensions: Extension[], lifetime: Lifetime): Promise<KeyPair> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.create({
      serialNumber: newSerial(),
      subject: distinguishedName(name),
      issuer: this.#certificate.subjectName,
      ...validity(lifetime),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        ...extensions,
      ],
    });
    return { certPem: `${certificate.toString("pem")}\n`, keyPem: await privateKeyPem(keys) };
  }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function privateKeyPem(keys: webcrypto.CryptoKeyPair): Promise<string> {
  const der = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return `${PemConverter.encode(der, "PRIVATE KEY")}\n`;
}

/** Positive and never the same twice. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] as number) & 0x3f) | 0x40;
  return bytes.toString("hex");
}

function distinguishedName(commonName: string): Name {
  return new Name(commonName === "" ? [] : [{ CN: [commonName] }]);
}

function validity(lifetime: Lifetime): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return {
    notBefore: lifetime.notBefore ?? new Date(now - BACKDATE_MS),
    notAfter: lifetime.notAfter ?? new Date(now + DEFAULT_DAYS * DAY_MS),
  };
}

function listBytes(texts: readonly string[] | undefined): Buffer | undefined {
  return texts === undefined || texts.length === 0 ? undefined : derStringListBytes(texts);
}
