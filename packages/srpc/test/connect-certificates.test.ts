import { once } from "node:events";
import { connect as tcpConnect } from "node:net";
import tls from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { CertificateAuthority } from "../src/pki/index.ts";
import { newIdentity } from "../src/tls/load-identities.ts";
import { callTypes, Lab } from "./support/lab.ts";

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

describe("certificates", () => {
  test.each(["TLSv1.3", "TLSv1.2"] as const)(
    "refusals have one meaning, whichever the version (%s)",
    async (version) => {
      const usual = tls.DEFAULT_MAX_VERSION;
      tls.DEFAULT_MAX_VERSION = version;
      try {
        lab = await Lab.start();
        expect(await versionSpoken(lab)).toBe(version);
        const stranger = await CertificateAuthority.create("Stranger");
        const pair = await stranger.issueClient({ userName: "eve" });
        const foreign = newIdentity({ name: "foreign", ...pair });
        await expect(lab.connect([])).rejects.toMatchObject({ code: "MISSING_CERTIFICATE" });
        await expect(lab.connect([foreign])).rejects.toMatchObject({ code: "BAD_CERTIFICATE" });
        await expect(lab.connect([await lab.identity({ usage: "server" })])).rejects.toMatchObject({
          code: "BAD_CERTIFICATE",
        });
        const next = await lab.connect([foreign, await lab.identity()]);
        expect(next.peer.userName).toBe("alice");
      } finally {
        tls.DEFAULT_MAX_VERSION = usual;
      }
    },
  );

  /** The version of TLS that the lab's server agrees on with whoever takes any. */
  async function versionSpoken({ port, ca }: Lab): Promise<string | null> {
    const raw = tcpConnect(port, "127.0.0.1");
    raw.write("CONNECT /_go_TLS_SRPC_/ HTTP/1.0\n\n");
    await once(raw, "data");
    const secured = tls.connect({ socket: raw, ca: ca.certPem, checkServerIdentity: () => undefined });
    const closed = once(secured, "close").catch(() => {});
    secured.on("error", () => {});
    // With TLS 1.2 the server, which misses our certificate, ends the handshake; what was agreed on stays known.
    await Promise.race([once(secured, "secureConnect").catch(() => {}), closed]);
    const version = secured.getProtocol();
    secured.destroy();
    return version;
  }

  test("a malformed permission ends the connection after the handshake", async () => {
    lab = await Lab.start();
    const pair = await lab.ca.issueClient({ userName: "mal", methods: ["nodot"] });
    const identity = { ...(await lab.identity()), ...pair };
    await expect(lab.connect([identity])).rejects.toMatchObject({ code: "BAD_CERTIFICATE" });
    const broken = await lab.ca.issueClient({
      userName: "x",
      rawExtensions: { groups: Buffer.from([4, 1, 0]) },
    });
    await expect(lab.connect([{ ...identity, ...broken }])).rejects.toMatchObject({
      code: "BAD_CERTIFICATE",
    });
  });

  test("the server is verified by authority and name unless told otherwise", async () => {
    lab = await Lab.start();
    const identities = [await lab.identity()];
    const other = await CertificateAuthority.create("Other");
    await expect(lab.connect(identities, { tls: { ca: other.certPem } })).rejects.toMatchObject({
      code: "UNTRUSTED_SERVER",
    });
    await expect(lab.connect(identities, { tls: { serverName: "elsewhere" } })).rejects.toMatchObject({
      code: "UNTRUSTED_SERVER",
    });
    expect((await lab.connect(identities, { tls: { serverName: "localhost" } })).reusable).toBe(true);
    expect((await lab.connect(identities, { tls: { verify: "any", ca: undefined } })).reusable).toBe(true);
  });

  test("an authority for identities only gives names, never powers", async () => {
    const identityCa = await CertificateAuthority.create("Identities");
    lab = await Lab.start({ identityCa: identityCa.certPem });
    const options = { groups: ["g"], methods: ["*.*"] };
    const named = await lab.connect([await lab.identity(options, identityCa)]);
    expect(await named.call("Stub.Who", { request: { Text: "" }, ...callTypes })).toEqual({
      Text: "alice|g|false",
    });
    const trusted = await lab.connect([await lab.identity(options)]);
    expect(await trusted.call("Stub.Who", { request: { Text: "" }, ...callTypes })).toEqual({
      Text: "alice|g|true",
    });
  });

  test("a replaced server certificate is used for new connections", async () => {
    lab = await Lab.start();
    const next = await CertificateAuthority.create("Next");
    const pair = await next.issueServer({ name: "server", hosts: ["127.0.0.1"] });
    lab.server.updateTls({ cert: pair.certPem, key: pair.keyPem, ca: [lab.ca.certPem, next.certPem] });
    const connection = await lab.connect([await lab.identity()], { tls: { ca: next.certPem } });
    await connection.ping();
  });
});
