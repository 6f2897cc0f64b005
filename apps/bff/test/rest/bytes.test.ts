import { createHash } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeDhcp } from "../../src/rest/dhcp-packet.ts";
import type { Answer } from "./rest-caller.ts";
import { MIB, type RestServer, startRestServer } from "./rest-server.ts";

let rest: RestServer;
beforeAll(async () => {
  rest = await startRestServer();
});
afterAll(() => rest.close());

/** The first items of a stream; `act` makes them happen, again and again until they come. */
async function firstItems(path: string, count: number, act: () => void): Promise<Record<string, unknown>[]> {
  const enough = new AbortController();
  const items: Record<string, unknown>[] = [];
  const timer = setInterval(act, 20);
  try {
    for await (const item of rest.lines(path, enough.signal)) if (items.push(item) >= count) break;
  } finally {
    clearInterval(timer);
    enough.abort();
  }
  return items;
}

const hashOf = (bytes: Uint8Array) => createHash("sha512").update(bytes).digest("hex");

describe("streams", () => {
  it("GetUpdates gives the whole state first, then changes", async () => {
    const ip = await rest.addVm();
    let turn = 0;
    const items = await firstItems(`/hypervisors/${rest.id()}/updates`, 2, () =>
      rest.simulated().changeVm(ip, (info) => {
        info.Tags = { turn: String(++turn) };
      }),
    );
    expect(items[0]).toMatchObject({ HaveSubnets: true, HaveVMs: true, NumCPUs: expect.any(Number) });
    expect(items[1]).toMatchObject({ VMs: { [ip]: { Tags: { turn: expect.any(String) } } } });
  });

  it("GetUpdates never registers leases for a caller", async () => {
    const query = encodeURIComponent(JSON.stringify({ Addresses: [] }));
    const path = `/hypervisors/${rest.id()}/updates?RegisterExternalLeasesRequest=${query}`;
    const answer = await rest.get(path);
    expect(answer.status).toBe(400);
    expect(answer.json.errors?.[0]?.field).toBe("RegisterExternalLeasesRequest");
  });

  it("are Server-Sent Events unless lines are asked for", async () => {
    const enough = new AbortController();
    const path = `/hypervisors/${rest.id()}/updates`;
    const response = await rest.open("GET", path, { signal: enough.signal });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("cache-control")).toBe("no-store");
    let text = "";
    for await (const chunk of response.body!) {
      text += Buffer.from(chunk).toString();
      if (text.includes("\n\n")) break;
    }
    enough.abort();
    expect(text).toMatch(/^id: 1\nevent: update\ndata: \{.*\}\n\n/);
    const other = await rest.get(path, { Accept: "image/png" });
    expect([other.status, other.json.code]).toEqual([406, "NOT_ACCEPTABLE"]);
  });

  it("TraceVmMetadata gives the paths that the guest asks for", async () => {
    const ip = await rest.addVm();
    const trace = (path: string) => {
      for (const one of rest.simulated().state.vm(ip).traces) one.line(path);
    };
    const [item] = await firstItems(`/vms/${ip}/metadata-trace`, 1, () => trace("/latest/user-data"));
    expect(item).toEqual({ On: expect.any(String), Path: "/latest/user-data" });
  });

  it("WatchDhcp gives packets, decoded too", async () => {
    const address = { IpAddress: "10.20.0.99", MacAddress: "52:54:0a:14:00:63" };
    const items = await firstItems(`/hypervisors/${rest.id()}/dhcp-packets`, 2, () =>
      rest.simulated().state.dhcp.guestAsks(address, "web<1>"),
    );
    expect(items[0]).toMatchObject({
      Interface: "br0.120",
      Decoded: {
        Operation: "request",
        MessageType: "discover",
        ClientMac: address.MacAddress,
        Hostname: "web<1>",
      },
    });
    expect(items[1]).toMatchObject({ Decoded: { MessageType: "request", RequestedIp: address.IpAddress } });
  });

  it("decode no packet that is none, and survive torn options", () => {
    expect(decodeDhcp(Buffer.alloc(10))).toBeUndefined();
    const packet = Buffer.alloc(244);
    packet.writeUInt32BE(0x63825363, 236);
    packet.set([12, 200, 0x41], 240);
    expect(decodeDhcp(packet)).toMatchObject({ Operation: "unknown", Hostname: "A?" });
  });
});

describe("downloads", () => {
  let ip: string;
  beforeAll(async () => {
    ip = await rest.addVm({ name: 'we"b/../1\n', volumeSizes: [3 * MIB + 512, 2 * MIB] });
  });

  /** The bytes that the hypervisor holds, by the file of the simulator. */
  const volume = (index = 0, headers = {}): Promise<Answer> =>
    rest.get(`/vms/${ip}/volumes/${index}`, headers);

  it("give a whole volume and ranges of it, the same bytes each time", async () => {
    const whole = await volume();
    expect(whole.status).toBe(200);
    expect(whole.bytes.length).toBe(3 * MIB + 512);
    expect(whole.headers.get("content-disposition")).toBe('attachment; filename="we-b-..-1-volume-0.img"');
    expect(whole.headers.get("accept-ranges")).toBe("bytes");
    const part = await volume(0, { Range: "bytes=1048570-1048585" });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe(`bytes 1048570-1048585/${3 * MIB + 512}`);
    expect(part.bytes).toEqual(whole.bytes.subarray(1048570, 1048586));
    const tail = await volume(0, { Range: "bytes=-600" });
    expect(hashOf(tail.bytes)).toBe(hashOf(whole.bytes.subarray(-600)));
    const rest2 = await volume(0, { Range: "bytes=3145728-" });
    expect(rest2.bytes).toEqual(whole.bytes.subarray(3145728));
    expect(hashOf((await volume()).bytes)).toBe(hashOf(whole.bytes));
  });

  it("refuse ranges and volumes that are not there", async () => {
    const beyond = await volume(0, { Range: "bytes=99999999-" });
    expect([beyond.status, beyond.json.code]).toEqual([416, "RANGE_NOT_SATISFIABLE"]);
    expect(beyond.headers.get("content-range")).toMatch(/^bytes \*\/\d+$/);
    expect((await volume(7)).status).toBe(404);
    expect((await rest.get(`/vms/${ip}/volumes/x`)).status).toBe(400);
  });

  it("tell the size of a volume to HEAD without fetching it", async () => {
    const answer = await rest.send("HEAD", `/vms/${ip}/volumes/1`);
    expect([answer.status, answer.headers.get("content-length")]).toEqual([200, String(2 * MIB)]);
    const transfers = (await rest.audit(ip)).filter(({ Detail }) => Detail === "volume 1");
    expect(transfers).toEqual([]);
  });

  it("do not block the management of a VM while a slow caller reads", async () => {
    const slow = await rest.addVm({ volumeSizes: [24 * MIB] });
    const state = rest.simulated().state.vm(slow);
    const response = await rest.open("GET", `/vms/${slow}/volumes/0`);
    expect(response.status).toBe(200);
    // Nothing of the body is read here, and yet the hypervisor is soon done with it.
    while (state.mutationsBlocked) await new Promise(setImmediate);
    const tags = await rest.send("PATCH", `/vms/${slow}/tags`, { body: { Tags: { free: "yes" } } });
    expect(tags.status).toBe(200);
    await response.body?.cancel();
  });

  it("give user data, logs, and 204 where there is nothing", async () => {
    expect((await rest.get(`/vms/${ip}/user-data`)).status).toBe(204);
    expect((await rest.send("PUT", `/vms/${ip}/user-data`, { raw: Buffer.from("<script>") })).status).toBe(
      200,
    );
    const data = await rest.get(`/vms/${ip}/user-data`);
    expect([data.text, data.headers.get("x-content-type-options")]).toEqual(["<script>", "nosniff"]);
    expect([204, 404]).toContain((await rest.get(`/vms/${ip}/patch-log`)).status);
    const { Filenames } = (await rest.get(`/vms/${ip}/virtualiser-logs`)).json as { Filenames: string[] };
    const log = await rest.get(`/vms/${ip}/virtualiser-logs/${Filenames[0]}`);
    expect([log.status, log.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
    const boot = await rest.get(`/vms/${ip}/boot-log`);
    expect([boot.status, boot.text.length > 0]).toEqual([200, true]);
    const asleep = await rest.addVm({ name: "never-started", state: "stopped" });
    expect((await rest.get(`/vms/${asleep}/boot-log`)).status).toBe(204);
    const away = await rest.get(`/vms/${ip}/virtualiser-logs/${encodeURIComponent("../../etc/passwd")}`);
    expect(away.status).toBeGreaterThanOrEqual(400);
    expect(away.status).toBeLessThan(500);
  });
});

describe("a hypervisor that is away", () => {
  it("gives no boot log, and that is said of it and not of this server", async () => {
    const ip = await rest.addVm();
    await rest.simulated().stop();
    const answer = await rest.get(`/vms/${ip}/boot-log`);
    await rest.simulated().restart();
    expect([answer.status, answer.json.code]).toEqual([503, "HYPERVISOR_UNREACHABLE"]);
    await rest.until(() => rest.inventory.hypervisor(rest.id())?.Freshness === "live");
  });
});

describe("user data", () => {
  it("of no bytes are refused: they would block the VM for ever", async () => {
    const ip = await rest.addVm();
    const empty = await rest.send("PUT", `/vms/${ip}/user-data`, { raw: new Uint8Array(0) });
    expect([empty.status, empty.json.code]).toEqual([400, "INVALID_INPUT"]);
    expect((await rest.post(`/vms/${ip}/stop`)).status).toBe(200);
  });

  it("that are too large or of no length are refused before they are read, and the connection ends", async () => {
    const ip = await rest.addVm();
    for (const [headers, status] of [
      [{ "Content-Length": String(2 ** 30) }, 413],
      [{ "Transfer-Encoding": "chunked" }, 411],
    ] as const) {
      const sent = httpRequest(`${rest.url}/api/v1/vms/${ip}/user-data`, {
        method: "PUT",
        headers: { Authorization: `Bearer ${rest.token}`, ...headers },
      });
      sent.on("error", () => {});
      sent.write("some bytes");
      const [response] = (await once(sent, "response")) as [import("node:http").IncomingMessage];
      expect([response.statusCode, response.headers.connection]).toEqual([status, "close"]);
      response.resume();
      await once(response.socket, "close");
    }
  });

  it("of a refused call leave the server's other calls alone", async () => {
    const ip = await rest.addVm();
    await rest.simulated().removeVm(ip);
    await Promise.all(
      Array.from({ length: 3 }, () => rest.send("PUT", `/vms/${ip}/user-data`, { raw: Buffer.from("x\n") })),
    );
    expect((await rest.get(`/hypervisors/${rest.id()}/capacity`)).status).toBe(200);
  });
});
