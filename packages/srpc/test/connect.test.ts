import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server, Socket, connect as tcpConnect } from "node:net";
import tls from "node:tls";
import { afterEach, describe, expect, test, vi } from "vitest";
import { connect } from "../src/client/connect.ts";
import type { ConnectOptions } from "../src/client/connect-options.ts";
import { CertificateAuthority } from "../src/pki/index.ts";
import { newIdentity } from "../src/tls/load-identities.ts";
import { callTypes, Lab } from "./support/lab.ts";

const accepted = "HTTP/1.0 200 Connected to Go SRPC\n\n";
let lab: Lab | undefined;
let fake: FakePeer | undefined;
afterEach(async () => {
  await lab?.stop();
  await fake?.stop();
  lab = undefined;
  fake = undefined;
});

/** A TCP server that answers each connection's first bytes with what the test says. */
class FakePeer {
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(answer: (request: string, socket: Socket) => void) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.once("data", (chunk: Buffer) => {
        this.requests.push(chunk.toString("latin1"));
        answer(chunk.toString("latin1"), socket);
      });
    });
  }

  static async start(answer: (request: string, socket: Socket) => void): Promise<FakePeer> {
    const peer = new FakePeer(answer);
    await new Promise<void>((resolve) => peer.#server.listen(0, "127.0.0.1", resolve));
    return peer;
  }

  options(more: Partial<ConnectOptions> = {}): ConnectOptions {
    const { port } = this.#server.address() as AddressInfo;
    return { host: "127.0.0.1", port, allowPlain: true, ...more };
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

describe("CONNECT", () => {
  test("tries the endpoints in order while they are unknown, and sends nothing but the request", async () => {
    fake = await FakePeer.start((_request, socket) => socket.end("HTTP/1.0 404 Not Found\r\n\r\n"));
    const tls = { identities: [], verify: "any" as const };
    await expect(connect(fake.options({ tls }))).rejects.toMatchObject({ code: "NO_ENDPOINT" });
    expect(fake.requests).toEqual([
      "CONNECT /_go_TLS_SRPC_/ HTTP/1.0\n\n",
      "CONNECT /_SRPC_/TLS/JSON HTTP/1.0\n\n",
      "CONNECT /_goSRPC_/ HTTP/1.0\n\n",
      "CONNECT /_SRPC_/unsecured/JSON HTTP/1.0\n\n",
    ]);
  });

  test("plain endpoints only where allowed", async () => {
    fake = await FakePeer.start((_request, socket) => socket.end("HTTP/1.0 404 Not Found\r\n\r\n"));
    const tls = { identities: [], verify: "any" as const };
    await expect(connect(fake.options({ tls, allowPlain: false, coder: "gob" }))).rejects.toMatchObject({
      code: "NO_ENDPOINT",
    });
    expect(fake.requests).toHaveLength(1);
    await expect(connect(fake.options({ allowPlain: false }))).rejects.toMatchObject({
      code: "MISSING_CERTIFICATE",
    });
    expect(fake.requests).toHaveLength(1);
  });

  test.each([
    ["405", "HTTP/1.0 405 Method Not Allowed\r\n\r\n", "MISSING_CERTIFICATE"],
    ["401", "HTTP/1.0 401 Unauthorized\r\n\r\n", "BAD_CERTIFICATE"],
    ["500", "HTTP/1.0 500 Oops\r\n\r\n", "PROTOCOL"],
    ["200 of something else", "HTTP/1.0 200 OK\n\n", "PROTOCOL"],
    ["no HTTP", "SSH-2.0-OpenSSH\r\n\r\n", "PROTOCOL"],
    ["surplus bytes", `${accepted}surplus`, "PROTOCOL"],
    ["nothing", "", "PEER_CLOSED"],
    ["endless headers", `HTTP/1.0 200 Connected to Go SRPC\n${"x: y\n".repeat(5000)}`, "LIMIT"],
  ])("the answer to CONNECT: %s", async (_what, answer, code) => {
    fake = await FakePeer.start((_request, socket) => socket.end(answer));
    await expect(connect(fake.options({ coder: "gob" }))).rejects.toMatchObject({ code, requestSent: false });
  });

  test("a peer that never answers costs the time-out, not more", async () => {
    fake = await FakePeer.start(() => {});
    await expect(connect(fake.options({ connectTimeoutMs: 30 }))).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  test("a peer that says yes and then nothing is given up at the TLS handshake", async () => {
    fake = await FakePeer.start((_request, socket) => socket.write(accepted));
    const tls = { identities: [], verify: "any" as const };
    await expect(connect(fake.options({ tls, connectTimeoutMs: 50 }))).rejects.toMatchObject({
      code: "TIMEOUT",
    });
  });

  test("a peer that says yes and then goes has refused no certificate", async () => {
    lab = await Lab.start();
    fake = await FakePeer.start((_request, socket) => {
      socket.write(accepted);
      socket.once("data", () => socket.end());
    });
    const tls = { identities: [await lab.identity()], verify: "any" as const };
    await expect(connect(fake.options({ tls }))).rejects.toMatchObject({ code: "PEER_CLOSED" });
  });

  test.each([
    ["CONNECT", ""],
    ["TLS", accepted],
  ])("a peer that never answers %s costs fifteen seconds unless told otherwise", async (_what, said) => {
    let answered = () => {};
    const asked = new Promise<void>((resolve) => {
      answered = resolve;
    });
    fake = await FakePeer.start((_request, socket) => {
      socket.write(said);
      answered();
    });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    try {
      let isOver = false;
      const tls = { identities: [], verify: "any" as const };
      const outcome = connect(fake.options({ tls, coder: "gob" })).catch((error: unknown) => {
        isOver = true;
        return error;
      });
      await asked;
      vi.advanceTimersByTime(14_999);
      await new Promise(setImmediate);
      expect(isOver).toBe(false);
      vi.advanceTimersByTime(1);
      expect(await outcome).toMatchObject({ code: "TIMEOUT" });
    } finally {
      vi.useRealTimers();
    }
  });

  test("an abort ends it at once", async () => {
    const controller = new AbortController();
    fake = await FakePeer.start(() => controller.abort());
    await expect(connect(fake.options({ signal: controller.signal }))).rejects.toMatchObject({
      code: "ABORTED",
    });
  });

  test("TCP asks after an idle peer", async () => {
    lab = await Lab.start();
    const asked = vi.spyOn(Socket.prototype, "setKeepAlive");
    await lab.connect([await lab.identity()]);
    expect(asked).toHaveBeenCalledWith(true, 30_000);
    asked.mockRestore();
  });

  test("nobody listens", async () => {
    fake = await FakePeer.start(() => {});
    const options = fake.options();
    await fake.stop();
    fake = undefined;
    await expect(connect(options)).rejects.toMatchObject({ code: "REFUSED", requestSent: false });
  });
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
