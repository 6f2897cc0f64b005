import { connect } from "node:net";
import type { Problem } from "@stackdeck/api-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RestServer, startRestServer } from "../rest/rest-server.ts";

let rest: RestServer;
beforeAll(async () => {
  rest = await startRestServer();
});
afterAll(() => rest.close());

/** Sends bytes as they are and reads the answer, without ever sending more. */
function raw(text: string): Promise<{ status: number; type: string; problem: Problem }> {
  const { hostname, port } = new URL(rest.url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(text));
    let answer = "";
    socket.on("data", (data) => {
      answer += data;
      const [head = "", body = ""] = answer.split("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
      if (Buffer.byteLength(body) < length || Number.isNaN(length)) return;
      socket.destroy();
      const type = /content-type: ([^;\r]+)/i.exec(head)?.[1] ?? "";
      resolve({ status: Number(head.split(" ")[1]), type, problem: JSON.parse(body) as Problem });
    });
    socket.on("error", reject);
  });
}

const head = (...lines: string[]) =>
  [...lines, `Host: ${new URL(rest.url).host}`, `Authorization: Bearer ${rest.token}`, "", ""].join("\r\n");

describe("verbs of a path", () => {
  it("are told to who asks, whichever router has them", async () => {
    const answer = await rest.send("OPTIONS", "/vms");
    expect([answer.status, answer.headers.get("allow")]).toEqual([204, "GET, HEAD, POST"]);
  });

  it("are told to who takes a wrong one", async () => {
    const answer = await rest.send("DELETE", "/operations/7", {});
    expect([answer.status, answer.json.code, answer.headers.get("allow")]).toEqual([
      405,
      "METHOD_NOT_ALLOWED",
      "GET, HEAD",
    ]);
    expect((await rest.send("DELETE", "/nothing")).status).toBe(404);
  });
});

describe("requests that cannot be read are answered as problems", () => {
  it("that are no HTTP", async () => {
    const answer = await raw("HELLO\r\n\r\n");
    expect([answer.status, answer.type, answer.problem.code]).toEqual([
      400,
      "application/problem+json",
      "INVALID_INPUT",
    ]);
  });

  it("with headers that are too long", async () => {
    const answer = await raw(head(`GET /api/v1/vms?filter=${"x".repeat(20_000)} HTTP/1.1`));
    expect([answer.status, answer.type, answer.problem.code]).toEqual([
      431,
      "application/problem+json",
      "HEADERS_TOO_LARGE",
    ]);
  });
});

describe("bodies that are too large are refused before they come", () => {
  it.each([
    ["POST", "/vms", "application/json"],
    ["PUT", "/vms/{ip}/user-data", "application/octet-stream"],
  ])("%s %s", async (verb, path, type) => {
    const ip = await rest.addVm({ name: "small" });
    const request = `${verb} /api/v1${path.replace("{ip}", ip)} HTTP/1.1`;
    const answer = await raw(head(request, `Content-Type: ${type}`, "Content-Length: 99000000"));
    expect([answer.status, answer.problem.code]).toEqual([413, "TOO_LARGE"]);
  });
});
