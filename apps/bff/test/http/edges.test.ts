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

describe("requests that are half wrong are the caller's fault, never the server's", () => {
  const json = { "Content-Type": "application/json" };
  const wrong: Readonly<
    Record<string, { headers: Record<string, string>; body: string; answer: unknown[] }>
  > = {
    "a body that is not packed as it says": {
      headers: { ...json, "Content-Encoding": "gzip" },
      body: "{}",
      answer: [400, "INVALID_INPUT"],
    },
    "an unknown packing": {
      headers: { ...json, "Content-Encoding": "zip" },
      body: "{}",
      answer: [415, "UNSUPPORTED_MEDIA_TYPE"],
    },
    "unknown letters": {
      headers: { "Content-Type": "application/json; charset=klingon" },
      body: "{}",
      answer: [415, "UNSUPPORTED_MEDIA_TYPE"],
    },
    "endless nesting": {
      headers: json,
      body: `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
      answer: [400, "INVALID_INPUT"],
    },
    "names of prototypes": {
      headers: json,
      body: '{"__proto__":{"SubnetId":"x"},"constructor":{}}',
      answer: [400, "INVALID_INPUT"],
    },
  };
  it.each(Object.entries(wrong))("%s", async (_what, { headers, body, answer }) => {
    const got = await rest.send("POST", "/vms", { headers, raw: Buffer.from(body) });
    expect([got.status, got.json.code]).toEqual(answer);
    expect(got.text).not.toMatch(/node:|\.ts:|at Object/);
  });

  it("a path that decodes to nothing", async () => {
    const { status, json } = await rest.get("/vms/%zz");
    expect([status, json.code]).toEqual([400, "INVALID_INPUT"]);
  });

  it("two names of the host: a proxy may have taken the other one", async () => {
    const answer = await raw(head("GET /api/v1/vms HTTP/1.1", "Host: evil.example"));
    expect([answer.status, answer.problem.code]).toEqual([403, "FORBIDDEN"]);
  });
});

describe("every answer keeps foreign code out", () => {
  it.each([
    "/",
    "/healthz",
    "/metrics",
    "/api/v1/vms",
    "/api/docs",
    "/socket.io/?EIO=4&transport=polling",
    "/nothing.js",
  ])("%s", async (path) => {
    const { headers } = await fetch(rest.url + path);
    const policy = headers.get("content-security-policy") ?? "";
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"])
      expect(policy).toContain(part);
    expect(policy).toContain("trusted-types 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });
});

describe("answers of the interface are kept by nobody", () => {
  it.each([
    ["/vms", 200, "private, no-cache"],
    ["/vms/10.9.9.9", 404, "no-store"],
    ["/nothing", 404, "no-store"],
    ["/../docs", 200, "no-store"],
    ["/session", 200, "no-store"],
  ])("%s", async (path, status, control) => {
    const answer = await rest.get(path);
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([status, control]);
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
