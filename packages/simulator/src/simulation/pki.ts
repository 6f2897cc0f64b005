import { X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ServerTls } from "@stackdeck/srpc";
import { CertificateAuthority, type KeyPair } from "@stackdeck/srpc/pki";

/** Client identities a simulation makes: one with all powers, three ordinary users. */
const USERS = [
  { userName: "admin", methods: ["*.*"], groups: [] },
  { userName: "alice", methods: [], groups: ["team-a"] },
  { userName: "bob", methods: [], groups: ["team-b"] },
  { userName: "carol", methods: [], groups: [] },
] as const;

/** What a host certificate needs, and no more, so that one hypervisor can pull VMs from another. */
const HOST_METHODS = [
  "Hypervisor.PrepareVmForMigration",
  "ImageServer.CheckDirectory",
  "ImageServer.FindLatestImage",
  "ImageServer.GetImage",
  "ObjectServer.GetObjects",
];
const RENEW_BEFORE_MS = 30 * 24 * 3600 * 1000;

/** Certificates of a simulation. */
export interface Pki {
  /** Directory with NAME.cert and NAME.key of the client identities. */
  readonly certDir: string;
  /** PEM file of the authority that signed everything. */
  readonly caFile: string;
  readonly caPem: string;
  /** For every simulated server. */
  readonly server: ServerTls;
  /** With which hypervisors call each other. */
  readonly host: KeyPair;
}

/** Makes the certificates of a simulation below a directory, or takes those that are there and still good. */
export async function preparePki(directory: string, hosts: readonly string[]): Promise<Pki> {
  const files = layout(directory);
  if (!isUsable(files.serverCert, hosts)) await makePki(directory, hosts);
  const read = (path: string) => readFileSync(path, "utf8");
  const caPem = read(files.ca);
  return {
    certDir: files.certDir,
    caFile: files.ca,
    caPem,
    server: { cert: read(files.serverCert), key: read(files.serverKey), ca: caPem },
    host: { certPem: read(files.hostCert), keyPem: read(files.hostKey) },
  };
}

function layout(directory: string) {
  return {
    ca: join(directory, "CA.pem"),
    certDir: join(directory, "certs"),
    serverCert: join(directory, "server.cert"),
    serverKey: join(directory, "server.key"),
    hostCert: join(directory, "host.cert"),
    hostKey: join(directory, "host.key"),
  };
}

function isUsable(path: string, hosts: readonly string[]): boolean {
  if (!existsSync(path)) return false;
  const certificate = new X509Certificate(readFileSync(path));
  const names = hosts.every((host) => (certificate.subjectAltName ?? "").includes(host));
  return names && Date.parse(certificate.validTo) - Date.now() > RENEW_BEFORE_MS;
}

async function makePki(directory: string, hosts: readonly string[]): Promise<void> {
  const files = layout(directory);
  mkdirSync(files.certDir, { recursive: true, mode: 0o700 });
  const authority = await CertificateAuthority.create("Simulation CA");
  const write = (path: string, text: string) => writeFileSync(path, text, { mode: 0o600 });
  for (const user of USERS) {
    const pair = await authority.issueClient(user);
    write(join(files.certDir, `${user.userName}.cert`), pair.certPem);
    write(join(files.certDir, `${user.userName}.key`), pair.keyPem);
  }
  const host = await authority.issueClient({ userName: "hypervisor", methods: HOST_METHODS });
  write(files.hostCert, host.certPem);
  write(files.hostKey, host.keyPem);
  write(files.ca, authority.certPem);
  const server = await authority.issueServer({ name: "simulated hypervisor", hosts });
  write(files.serverKey, server.keyPem);
  write(files.serverCert, server.certPem);
}
