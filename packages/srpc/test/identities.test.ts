import { X509Certificate } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { CertificateAuthority, type ClientCertificateOptions } from "../src/pki/index.ts";
import { certificateClaims } from "../src/tls/certificate-claims.ts";
import { derStringList } from "../src/tls/der.ts";
import { derStringListBytes } from "../src/tls/der-write.ts";
import { IdentityStore } from "../src/tls/identity-store.ts";
import { loadIdentities } from "../src/tls/load-identities.ts";

let ca: CertificateAuthority;
let directory = "";
beforeAll(async () => {
  ca = await CertificateAuthority.create("Test authority");
});
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "identities-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function put(name: string, options: Partial<ClientCertificateOptions> = {}): Promise<void> {
  const pair = await ca.issueClient({ userName: name, ...options });
  const [key, cert] = name === "" ? ["key.pem", "cert.pem"] : [`${name}.key`, `${name}.cert`];
  writeFileSync(join(directory, cert), pair.certPem);
  writeFileSync(join(directory, key), pair.keyPem, { mode: 0o600 });
}

const inDays = (days: number): Date => new Date(Date.now() + days * 24 * 3600 * 1000);

describe("a directory of identities", () => {
  test("best first: all methods, more methods, longer valid", async () => {
    await put("short", { notAfter: inDays(1) });
    await put("long", { notAfter: inDays(9) });
    await put("", { userName: "pem", methods: ["A.*", "B.*"] });
    await put("all", { methods: ["*.*"] });
    writeFileSync(join(directory, "lonely.key"), "");
    writeFileSync(join(directory, "notes.txt"), "");
    expect(loadIdentities(directory).map((identity) => identity.userName)).toEqual([
      "all",
      "pem",
      "long",
      "short",
    ]);
  });

  test("an empty one gives none, a missing one an error", () => {
    expect(loadIdentities(directory)).toEqual([]);
    expect(() => loadIdentities(join(directory, "none"))).toThrow(
      /certificate directory .* cannot be read \(ENOENT\)/,
    );
  });

  test("an expired certificate is named", async () => {
    await put("old", { notBefore: inDays(-9), notAfter: inDays(-1) });
    expect(() => loadIdentities(directory)).toThrow(/the certificate .*old\.cert expired at \d{4}-/);
  });

  test("an expired certificate beside a valid one is passed over", async () => {
    await put("old", { methods: ["*.*"], notBefore: inDays(-9), notAfter: inDays(-1) });
    await put("new");
    expect(loadIdentities(directory).map(({ userName }) => userName)).toEqual(["new"]);
  });

  test.each([0o640, 0o604, 0o644])("a key with mode %o is refused, with the remedy", async (mode) => {
    await put("open");
    chmodSync(join(directory, "open.key"), mode);
    expect(() => loadIdentities(directory)).toThrow(
      /private key .*open\.key can be read by other users of this machine; run: chmod 600 .*open\.key/,
    );
  });

  test("a key of another certificate, and no key at all", async () => {
    await put("one");
    await put("two");
    writeFileSync(join(directory, "one.key"), (await ca.issueClient({ userName: "x" })).keyPem);
    expect(() => loadIdentities(directory)).toThrow(
      /one\.key does not belong to the certificate .*one\.cert/,
    );
    writeFileSync(join(directory, "one.key"), "hello");
    expect(() => loadIdentities(directory)).toThrow(/private key .*one\.key cannot be used/);
  });

  test("no error shows the key", async () => {
    await put("one");
    const key = (await ca.issueClient({ userName: "x" })).keyPem;
    writeFileSync(join(directory, "one.key"), key.replace("PRIVATE", "PUBLIC"));
    try {
      loadIdentities(directory);
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain(key.split("\n")[1]);
    }
  });
});

describe("a store of identities", () => {
  test("takes replaced files, keeps the old ones while the new ones are unusable", async () => {
    await put("user", { methods: ["A.*"] });
    const errors: unknown[] = [];
    const changes: string[] = [];
    const store = new IdentityStore({
      directory,
      intervalMs: 3_600_000,
      onChange: (identities) => changes.push(identities[0]?.methods[0] ?? ""),
      onError: (error) => errors.push(error),
    });
    expect(store.check()).toBe(false);
    writeFileSync(join(directory, "user.key"), "half a file");
    expect(store.check()).toBe(false);
    expect(store.check()).toBe(false);
    expect(errors).toHaveLength(1);
    expect(store.current[0]?.methods).toEqual(["A.*"]);
    await put("user", { methods: ["B.*"] });
    expect(store.check()).toBe(true);
    expect(store.current[0]?.methods).toEqual(["B.*"]);
    expect(changes).toEqual(["B.*"]);
    store.close();
  });
});

describe("a store of identities whose best one expires", () => {
  test("goes on with the next, and with the last one when there is none", async () => {
    await put("best", { methods: ["*.*"], notAfter: inDays(1) });
    await put("next", { notAfter: inDays(2) });
    const store = new IdentityStore({ directory, intervalMs: 3_600_000 });
    const names = () => store.current.map(({ userName }) => userName);
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      expect(names()).toEqual(["best", "next"]);
      vi.setSystemTime(inDays(1.5));
      expect(names()).toEqual(["next"]);
      vi.setSystemTime(inDays(1));
      expect(names()).toEqual(["best", "next"]);
    } finally {
      vi.useRealTimers();
      store.close();
    }
  });
});

describe("claims of a certificate", () => {
  test("name, groups and methods", async () => {
    const pair = await ca.issueClient({
      userName: "Zoë, A=B",
      groups: ["g1", "größe"],
      methods: ["Stub.Pri*", "Other.*"],
    });
    expect(certificateClaims(new X509Certificate(pair.certPem))).toEqual({
      userName: "Zoë, A=B",
      groups: ["g1", "größe"],
      methods: ["Stub.Pri*", "Other.*"],
    });
  });

  test("absent and empty extensions, and no name", async () => {
    const rawExtensions = { groups: derStringListBytes([]), methods: new Uint8Array(0) };
    const pair = await ca.issueClient({ userName: "", rawExtensions });
    expect(certificateClaims(new X509Certificate(pair.certPem))).toEqual({
      userName: "",
      groups: [],
      methods: [],
    });
  });

  test.each(["nodot", "two.dots.here", ""])("the method %j spoils the certificate", async (method) => {
    const pair = await ca.issueClient({ userName: "x", methods: [method] });
    expect(() => certificateClaims(new X509Certificate(pair.certPem))).toThrow(/malformed method/);
  });

  test("the reference's example is written as given there", () => {
    const hex = "30140c09537475622e5072692a0c074f746865722e2a";
    expect(derStringListBytes(["Stub.Pri*", "Other.*"]).toString("hex")).toBe(hex);
    expect(derStringList(Buffer.from(hex, "hex"))).toEqual(["Stub.Pri*", "Other.*"]);
    expect(derStringList(Buffer.from("3006130141160142", "hex"))).toEqual(["A", "B"]);
  });

  test.each([
    "",
    "30",
    "3001",
    "30030c0241",
    "31030c0141",
    "3003040141",
    "30030c014100",
    "3080",
    "308103 0c0141",
    "30030c01ff",
  ])("DER %j is refused", (hex) => {
    expect(() => derStringList(Buffer.from(hex.replaceAll(" ", ""), "hex"))).toThrow();
  });

  test("lists of any length round-trip", () => {
    for (const count of [0, 1, 20, 30, 3000]) {
      const texts = Array.from({ length: count }, (_, i) => `Service${i}.*`);
      expect(derStringList(derStringListBytes(texts))).toEqual(texts);
    }
  });
});
