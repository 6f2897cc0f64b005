import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { FaultyLink } from "@stackdeck/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MIB, type RestServer, startRestServer } from "../rest/rest-server.ts";

const size = 8 * MIB + 512;
let rest: RestServer;
let link: FaultyLink;
beforeAll(async () => {
  rest = await startRestServer({
    via: async ({ hypervisors }) => {
      link = await FaultyLink.open(hypervisors[0]!);
      return [`${link.host}:${link.port}`];
    },
  });
});
afterAll(async () => {
  await link.close();
  await rest.close();
});

const hashOf = (bytes: Uint8Array) => createHash("sha512").update(bytes).digest("hex");

/** A VM whose root holds bytes that are all different. */
async function filled(): Promise<{ ip: string; bytes: Buffer }> {
  const ip = await rest.addVm({ volumeSizes: [size] });
  const vm = rest.simulated().state.vm(ip);
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 4) bytes.writeUInt32LE((at * 2654435761) >>> 0, at);
  await vm.files.write("root", 0, bytes);
  return { ip, bytes };
}

const volume = (ip: string, headers: Record<string, string> = {}) =>
  rest.get(`/vms/${ip}/volumes/0`, headers);

/** Bytes that have passed to the server from a hypervisor since the last call. */
let counted = 0;
function passed(): number {
  const before = counted;
  counted = link.bytesToClient;
  return counted - before;
}

describe("a download that is cut off", () => {
  it("at the caller goes on by tag where it was: only what has not come is sent again", async () => {
    const { ip, bytes } = await filled();
    link.faults.bytesPerSecond = 6 * MIB;
    const gone = new AbortController();
    const response = await rest.open("GET", `/vms/${ip}/volumes/0`, { signal: gone.signal });
    const tag = response.headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[^"]+"$/);
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body!) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= 5 * MIB) break;
    }
    const openEnds = link.openEnds;
    gone.abort();
    link.faults.bytesPerSecond = 0;
    // The hypervisor is let go, so that the VM can be changed again; what was on its way to us then is not counted.
    while (rest.simulated().state.vm(ip).mutationsBlocked) await new Promise(setImmediate);
    while (link.openEnds >= openEnds) await new Promise(setImmediate);
    passed();
    const rest2 = await volume(ip, { Range: `bytes=${length}-`, "If-Range": tag });
    expect([rest2.status, rest2.headers.get("etag")]).toEqual([206, tag]);
    expect(hashOf(Buffer.concat([...chunks, rest2.bytes]))).toBe(hashOf(bytes));
    expect(passed()).toBeLessThan(5 * MIB);
  });

  it("and whose volume has changed since begins anew, whole, under another tag", async () => {
    const { ip, bytes } = await filled();
    const first = await volume(ip, { Range: `bytes=0-${MIB - 1}` });
    const tag = first.headers.get("etag") ?? "";
    expect([first.status, hashOf(first.bytes)]).toEqual([206, hashOf(bytes.subarray(0, MIB))]);
    bytes.fill(0x77, 100, 200);
    await rest.simulated().state.vm(ip).files.write("root", 0, bytes.subarray(0, MIB));
    const other = await volume(ip, { Range: `bytes=${MIB}-`, "If-Range": '"another"' });
    expect([other.status, hashOf(other.bytes)]).toEqual([200, hashOf(bytes)]);
    expect(other.headers.get("etag")).not.toBe(tag);
  });

  it("at the hypervisor at nine tenths is a failed transfer, never a short file that seems whole", async () => {
    const { ip } = await filled();
    link.faults.bytesPerSecond = 6 * MIB;
    const response = await rest.open("GET", `/vms/${ip}/volumes/0`);
    expect([response.status, response.headers.get("content-length")]).toEqual([200, String(size)]);
    let length = 0;
    const reading = (async () => {
      for await (const chunk of response.body!) {
        length += chunk.length;
        if (length >= size * 0.9) link.reset();
      }
    })();
    await expect(reading).rejects.toThrow();
    link.faults.bytesPerSecond = 0;
    expect(length).toBeLessThan(size);
    // The end is written once both sides are let go, which the caller does not wait for.
    await expect.poll(async () => (await rest.audit(ip))[1]?.Outcome).toBe("failed");
    await rest.until(() => rest.inventory.hypervisor(rest.id())?.Freshness === "live");
  });
});

describe("copies of volumes", () => {
  it("are gone after a whole download, and all of them when the server ends", async () => {
    const { ip } = await filled();
    const before = readdirSync(rest.spoolDir).length;
    expect((await volume(ip)).status).toBe(200);
    while (readdirSync(rest.spoolDir).length > before) await new Promise(setImmediate);
    const part = await volume(ip, { Range: "bytes=0-9" });
    expect([part.status, part.bytes.length]).toEqual([206, 10]);
    expect(readdirSync(rest.spoolDir).length).toBe(before + 1);
  });

  it("are not given to another tag's owner: a tag of one volume says nothing of another", async () => {
    const a = await filled();
    const b = await filled();
    const tag = (await volume(a.ip, { Range: "bytes=0-9" })).headers.get("etag") ?? "";
    const answer = await volume(b.ip, { Range: "bytes=10-19", "If-Range": tag });
    expect(answer.status).toBe(200);
  });
});
