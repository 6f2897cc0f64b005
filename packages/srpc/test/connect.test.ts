import type { AddressInfo } from "node:net";
import { createServer, type Server, Socket } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { connect } from "../src/client/connect.ts";
import type { ConnectOptions } from "../src/client/connect-options.ts";
import { Lab } from "./support/lab.ts";

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
