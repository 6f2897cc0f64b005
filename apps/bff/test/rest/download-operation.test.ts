import type { Operation } from "@stackdeck/api-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MIB, type RestServer, startRestServer } from "./rest-server.ts";

let rest: RestServer;
beforeAll(async () => {
  rest = await startRestServer();
});
afterAll(() => rest.close());

/** More than sockets take while nobody reads: the sending of it waits for its receiver. */
const large = 96 * MIB;

async function downloadsOf(ip: string): Promise<readonly Operation[]> {
  const { json } = await rest.get(
    `/operations?filter=${encodeURIComponent(`method:GetVmVolume target:${ip}`)}`,
  );
  return json.Items as readonly Operation[];
}

/** The operation of a VM's only download, once it is as asked. */
async function until(ip: string, isSo: (operation: Operation) => boolean): Promise<Operation> {
  for (;;) {
    const found = (await downloadsOf(ip)).find(isSo);
    if (found !== undefined) return found;
    await new Promise(setImmediate);
  }
}

const linesOf = async (id: string): Promise<string[]> => {
  const { json } = await rest.get(`/operations/${id}`);
  return (json as unknown as Operation).Progress.map(({ Text }) => Text);
};

describe("the download of a volume", () => {
  it("is an operation with its bytes, that ends when all was taken", async () => {
    const ip = await rest.addVm({ name: "db-1", volumeSizes: [2 * MIB, 3 * MIB] });
    const answer = await rest.get(`/vms/${ip}/volumes/1`);
    expect(answer.bytes.length).toBe(3 * MIB);
    const operation = await until(ip, ({ State }) => State !== "running");
    expect(await downloadsOf(ip)).toHaveLength(1);
    expect(operation).toMatchObject({
      ...{ Method: "GetVmVolume", Target: ip, TargetName: "db-1, volume 1", State: "succeeded" },
      ...{ BytesDone: 3 * MIB, BytesTotal: 3 * MIB, Cancellable: false, Error: null },
    });
    expect(await linesOf(operation.Id)).toEqual([
      "the hypervisor has sent all of it: the VM can be changed again",
    ]);
  });

  it("says that the VM is free as soon as the hypervisor has sent it, however slow the receiver is", async () => {
    const ip = await rest.addVm({ volumeSizes: [large] });
    const response = await rest.open("GET", `/vms/${ip}/volumes/0`);
    const { Id } = await until(ip, ({ Progress }) => Progress.length > 0);
    const { json } = await rest.get(`/operations/${Id}`);
    const operation = json as unknown as Operation;
    expect([operation.State, operation.Cancellable]).toEqual(["running", true]);
    expect(operation.BytesDone).toBeLessThan(large);
    await response.body?.cancel();
    await until(ip, ({ State }) => State === "cancelled");
  });

  it("is cancelled like any other, which ends what the receiver gets", async () => {
    const ip = await rest.addVm({ volumeSizes: [large] });
    const response = await rest.open("GET", `/vms/${ip}/volumes/0`);
    const { Id } = await until(ip, ({ State }) => State === "running");
    expect((await rest.post(`/operations/${Id}/cancel`)).status).toBe(202);
    // Nothing was read until now: the sending waits for its receiver, and ends all the same.
    const { Error: problem } = await until(ip, ({ State }) => State === "cancelled");
    expect(problem?.code).toBe("CANCELLED");
    await expect(response.arrayBuffer()).rejects.toThrow();
  });

  it("goes on where its receiver left it, as an operation that begins there", async () => {
    const ip = await rest.addVm({ volumeSizes: [large] });
    const first = await rest.open("GET", `/vms/${ip}/volumes/0`);
    const tag = first.headers.get("etag") ?? "";
    await until(ip, ({ Progress }) => Progress.length > 0);
    await first.body?.cancel();
    const left = await until(ip, ({ State }) => State === "cancelled");
    expect(left.Error?.detail).toMatch(/kept for ten minutes/);
    const from = large - MIB;
    const headers = { Range: `bytes=${from}-`, "If-Range": tag };
    const second = await rest.get(`/vms/${ip}/volumes/0`, headers);
    expect([second.status, second.bytes.length]).toEqual([206, MIB]);
    const { Id, BytesDone } = await until(ip, ({ State }) => State === "succeeded");
    expect(BytesDone).toBe(large);
    expect((await linesOf(Id))[0]).toBe(
      `goes on after byte ${from}; what was sent before is compared with the hypervisor's`,
    );
  });

  it("in pieces makes no operation of each", async () => {
    const ip = await rest.addVm({ volumeSizes: [2 * MIB] });
    const piece = await rest.get(`/vms/${ip}/volumes/0`, { Range: "bytes=0-1023" });
    expect(piece.status).toBe(206);
    expect(await downloadsOf(ip)).toEqual([]);
  });

  it("that the hypervisor refuses has failed, with its words", async () => {
    const ip = await rest.addVm({ volumeSizes: [2 * MIB] });
    rest.simulated().state.vm(ip).mutationsBlocked = true;
    const answer = await rest.get(`/vms/${ip}/volumes/0`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const [operation] = await downloadsOf(ip);
    expect([operation?.State, operation?.Error?.code]).toEqual(["failed", answer.json.code]);
  });
});
