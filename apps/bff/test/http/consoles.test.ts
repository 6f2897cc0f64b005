import { once } from "node:events";
import type { AuditRow } from "@stackdeck/api-types";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startTestServer, type TestServer } from "./test-server.ts";

let server: TestServer;
let headers: Readonly<Record<string, string>>;
const sockets: WebSocket[] = [];

beforeAll(async () => {
  server = await startTestServer();
  const { cookie, csrf } = await server.signIn();
  headers = { Cookie: cookie, "X-CSRF-Token": csrf, Origin: server.url, "Content-Type": "application/json" };
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});
afterAll(() => server.close());

const runningVm = (): string => {
  const found = [...server.simulation.hypervisors[0]!.state.vms.values()].find(
    (vm) => vm.info.State === "running",
  );
  if (found === undefined) throw new Error("no VM runs");
  return found.ip;
};

async function newToken(MayChange: boolean): Promise<string> {
  const body = JSON.stringify({ Name: "console", Days: 1, MayChange });
  const answer = await fetch(`${server.url}/api/v1/tokens`, { method: "POST", headers, body });
  return ((await answer.json()) as { Secret: string }).Secret;
}

function dial(ip: string, path: string, token: string, how: "header" | "protocol" = "header"): WebSocket {
  const url = `${server.url.replace("http", "ws")}/api/v1/vms/${ip}/console/${path}`;
  const socket =
    how === "header"
      ? new WebSocket(url, { headers: { Authorization: `Bearer ${token}` } })
      : new WebSocket(url, ["binary", `bearer.${token}`], {
          headers: { Origin: "https://elsewhere.example" },
        });
  sockets.push(socket);
  return socket;
}

/** All bytes and messages, until they contain something. */
async function until(socket: WebSocket, wanted: string): Promise<string> {
  let text = "";
  return new Promise((resolve, reject) => {
    socket.on("message", (data: Buffer) => {
      text += data.toString();
      if (text.includes(wanted)) resolve(text);
    });
    socket.on("close", (code, reason) =>
      reject(new Error(`closed: ${code} ${reason.toString()} after ${text}`)),
    );
  });
}

async function auditOf(ip: string): Promise<string[]> {
  const answer = await fetch(`${server.url}/api/v1/audit?target=${ip}`, { headers });
  const { Items } = (await answer.json()) as { Items: AuditRow[] };
  return Items.filter(({ Method }) => Method.startsWith("ConnectToVm")).map(
    ({ Outcome, Detail }) => `${Outcome}: ${Detail}`,
  );
}

describe("consoles for programs", () => {
  it("serve the serial port to a token, from a header and from a page that can only offer protocols", async () => {
    const token = await newToken(true);
    for (const how of ["header", "protocol"] as const)
      expect(await until(dial(runningVm(), "serial?plain=1", token, how), "login:")).toContain(
        "Linux version",
      );
  });

  it("speak RFB to a token", async () => {
    const ip = [...server.simulation.hypervisors[0]!.state.vms.values()].find(
      (vm) => vm.info.State === "running" && vm.info.ConsoleType === "vnc",
    )?.ip;
    if (ip === undefined) return;
    const greeting = until(dial(ip, "vnc", await newToken(true)), "RFB 003.008\n");
    expect(await greeting).toBe("RFB 003.008\n");
  });

  it("let a token that may only read watch, and refuse it the monitor", async () => {
    const token = await newToken(false);
    const socket = dial(runningVm(), "serial", token);
    await until(socket, '"state":"live"');
    const answer = until(socket, "rejected");
    socket.send(Buffer.from("rm -rf /\r"));
    expect(await answer).toContain("You may watch this console but not type.");
    const [code] = (await once(dial(runningVm(), "manager", token), "close")) as [number];
    expect(code).toBe(4403);
  });

  it("say within a second that the VM was destroyed, and leave lines in the audit log", async () => {
    const ip = runningVm();
    const socket = dial(ip, "serial", await newToken(true));
    await until(socket, '"state":"live"');
    const start = performance.now();
    const closed = once(socket, "close") as Promise<[number, Buffer]>;
    await server.simulation.hypervisors[0]!.removeVm(ip);
    const [code, reason] = await closed;
    expect([code, reason.toString()]).toEqual([4410, "The VM was destroyed."]);
    expect(performance.now() - start).toBeLessThan(1000);
    await expect.poll(() => auditOf(ip)).toContain("succeeded: closed: The VM was destroyed. (4410)");
    expect(await auditOf(ip)).toContain("started: attached");
  });

  it("never write a token to the log", async () => {
    const token = await newToken(true);
    await until(dial(runningVm(), "serial", token, "protocol"), "attached");
    expect(server.log.join("")).not.toContain(token);
  });
});
