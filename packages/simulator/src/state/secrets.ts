import { generateKeyPair, timingSafeEqual } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Random } from "../base/random.ts";

const pending = new Map<string, Promise<string>>();

/** The hypervisor's own public key as PEM; the RSA pair is made at the first question and kept. */
export function publicKeyPem(stateDirectory: string): Promise<string> {
  const known = pending.get(stateDirectory) ?? loadOrMakeKey(stateDirectory);
  pending.set(stateDirectory, known);
  return known;
}

async function loadOrMakeKey(stateDirectory: string): Promise<string> {
  const path = join(stateDirectory, "public-key.pem");
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const { publicKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 3072,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  mkdirSync(stateDirectory, { recursive: true });
  await writeFile(path, publicKey);
  return publicKey;
}

/** Where the cookie lies that proves its reader is root on the machine. */
export function rootCookiePath(stateDirectory: string): string {
  return join(stateDirectory, "root-cookie");
}

/** Writes a new cookie: once at every start of the server. */
export function writeRootCookie(stateDirectory: string, random: Random): void {
  mkdirSync(stateDirectory, { recursive: true });
  writeFileSync(rootCookiePath(stateDirectory), random.bytes(32), { mode: 0o600 });
}

/** Compares a base64 cookie of a request with the file. */
export function isRootCookie(stateDirectory: string, presented: string | undefined): boolean {
  const cookie = readFileSync(rootCookiePath(stateDirectory));
  const given = Buffer.from(presented ?? "", "base64");
  return given.length === cookie.length && timingSafeEqual(given, cookie);
}
