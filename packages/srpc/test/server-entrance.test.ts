import { once } from "node:events";
import { connect as tcpConnect } from "node:net";
import { hostname } from "node:os";
import { afterEach, describe, expect, test } from "vitest";
import { callTypes, Lab, registerStubs, type Text } from "./support/lab.ts";

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

/** Sends bytes on a connection of its own and collects the answer until the server closes. */
async function exchange(port: number, bytes: string): Promise<string> {
  const socket = tcpConnect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk: Buffer) => {
    answer += chunk.toString("latin1");
  });
  socket.write(bytes);
  await once(socket, "close");
  return answer;
}

async function get(port: number, path: string): Promise<string> {
  return await exchange(port, `GET ${path} HTTP/1.0\r\n\r\n`);
}

describe("web pages on the same port", () => {
  test("method lists, host name, the owner's pages, and nothing else", async () => {
    lab = await Lab.start({
      httpHandler: (request, response) => {
        response.end(`page ${request.url}`);
      },
    });
    const { port } = lab;
    expect(await get(port, "/_goSRPC_/listMethods")).toMatch(
      /\r\n\r\nStub.Console\nStub.Echo\nStub.Fail\nStub.Private\nStub.Who\n$/,
    );
    expect(await get(port, "/_goSRPC_/listPublicMethods")).not.toContain("Private");
    expect(await get(port, "/_goSRPC_/getHostname")).toMatch(new RegExp(`\r\n\r\n${hostname()}\n$`));
    expect(await get(port, "/status?x=1")).toMatch(/page \/status\?x=1$/);
    expect(await exchange(port, "GET /_goSRPC_/ HTTP/1.0\n\n")).toMatch(/^HTTP\/1.0 400 /);
    expect(await exchange(port, "POST /_SRPC_/TLS/JSON HTTP/1.0\n\n")).toMatch(/^HTTP\/1.0 400 /);
  });

  test.each([
    ["/_go_TLS_SRPC_", 301],
    ["/_SRPC_/TLS/JSON/", 404],
    ["/nowhere", 404],
    ["example.com:443", 404],
    ["/_goSRPC_/", 405],
    ["/_go_TLS_SRPC_/?a=%zz", 400],
  ])("CONNECT %s is answered %i and closed", async (target, status) => {
    lab = await Lab.start();
    const answer = await exchange(lab.port, `CONNECT ${target} HTTP/1.0\n\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.0 ${status} `));
  });

  test("a TLS path without TLS is unknown", async () => {
    lab = await Lab.start({ plain: true });
    expect(await exchange(lab.port, "CONNECT /_go_TLS_SRPC_/ HTTP/1.0\n\n")).toMatch(/^HTTP\/1.0 404 /);
  });

  test("who says nothing, or something endless, is let go", async () => {
    lab = await Lab.start({ handshakeTimeoutMs: 30 });
    expect(await exchange(lab.port, "CONNECT /_go")).toBe("");
    expect(await exchange(lab.port, `GET / HTTP/1.0\r\n${"x: y\r\n".repeat(4000)}`)).toBe("");
  });
});

describe("plain connections", () => {
  test("may do everything where TLS is not required, nothing without method powers", async () => {
    lab = await Lab.start({ plain: true });
    const connection = await lab.connectPlain();
    expect(connection.peer.tls).toBe(false);
    expect(await connection.call("Stub.Private", { request: { Text: "x" }, ...callTypes })).toEqual({
      Text: "private:x",
    });
    const humble = await lab.connectPlain({ doNotUseMethodPowers: true });
    for (const method of ["Stub.Private", "Stub.Who"]) {
      await expect(humble.call(method, { request: { Text: "" }, ...callTypes })).rejects.toMatchObject({
        code: "ACCESS_DENIED",
      });
    }
  });

  test("open methods, and only those, where TLS is required", async () => {
    lab = await Lab.start({}, (server) => {
      registerStubs(server);
      server.register<Text, Text>("Stub", "Open", {
        kind: "request-reply",
        public: true,
        unauthenticated: true,
        ...callTypes,
        handle: (context) => ({ Text: `"${context.userName}"` }),
      });
    });
    const connection = await lab.connectPlain();
    expect(await connection.call("Stub.Open", { request: { Text: "" }, ...callTypes })).toEqual({
      Text: '""',
    });
    await expect(connection.call("Stub.Who", { request: { Text: "" }, ...callTypes })).rejects.toMatchObject({
      code: "ACCESS_DENIED",
    });
  });
});
