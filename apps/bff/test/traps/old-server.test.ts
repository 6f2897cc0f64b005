/** What is different on hypervisors of April 2025, and how callers are spared it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MethodName, methodList } from "@stackdeck/api-types";
import { addVm, startSimulatedHypervisor } from "@stackdeck/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MIB, type RestServer, startRestServer } from "../rest/rest-server.ts";

let rest: RestServer;
beforeAll(async () => {
  rest = await startRestServer({ hypervisors: 2, profile: "april-2025" });
  for (const index of [0, 1])
    await rest.until(() => (rest.inventory.hypervisor(rest.id(index))?.Methods.length ?? 0) > 0);
});
afterAll(() => rest.close());

const image = { ImageName: "base/alpine-3.21/2026-09-19:03:12:00" };
const vm = {
  name: "vm",
  owner: "admin",
  state: "stopped",
  milliCPUs: 50,
  memoryInMiB: 64,
  volumeSizes: [16 * MIB],
} as const;
const small = { SubnetId: "staging", MemoryInMiB: 64, MilliCPUs: 50 };

/** A path and body for each method that such a server lacks. */
const missing: Partial<Record<MethodName, (ip: string) => [verb: string, path: string, body?: object]>> = {
  ChangeVmHostname: (ip) => ["PATCH", `/vms/${ip}/hostname`, { Hostname: "other" }],
  ChangeVmNumNetworkQueues: (ip) => ["PATCH", `/vms/${ip}/network-queues`, { NumQueuesPerInterface: [1] }],
  ChangeVmSubnet: (ip) => ["PATCH", `/vms/${ip}/subnet`, { SubnetId: "production" }],
  ChangeVmVolumeStorageIndex: (ip) => ["PATCH", `/vms/${ip}/volumes/0/storage-index`, { StorageIndex: 1 }],
  GetVmCreateRequest: (ip) => ["GET", `/vms/${ip}/create-request`],
  GetVmVolumeStorageConfiguration: (ip) => ["GET", `/vms/${ip}/storage`],
  GetVmVirtualiserLogFile: (ip) => ["GET", `/vms/${ip}/virtualiser-logs/stdout`],
  ListVmVirtualiserLogFiles: (ip) => ["GET", `/vms/${ip}/virtualiser-logs`],
};

describe("a method that the server lacks", () => {
  it("is one of those tried here", () => {
    const newer = methodList.filter(({ sinceApril2025, implementedBy }) => sinceApril2025 && !implementedBy);
    expect(newer.map(({ name }) => name).sort()).toEqual(Object.keys(missing).sort());
  });

  it.each(Object.entries(missing))(
    "%s is said to be missing before anything is sent",
    async (_name, call) => {
      const ip = await rest.addVm({ state: "stopped" });
      const [verb, path, body] = call(ip);
      const answer = await rest.send(verb, path, { body });
      expect([answer.status, answer.json.code]).toEqual([501, "METHOD_UNSUPPORTED"]);
      expect(answer.json.detail).toContain("too old");
      expect(await rest.audit(ip)).toEqual([]);
    },
  );
});

describe("a VM on an old server", () => {
  it("is created with user data and copied as on any other", async () => {
    const body = {
      ...small,
      ...image,
      Hypervisor: rest.id(),
      UserData: Buffer.from("hello").toString("base64"),
    };
    const made = await rest.follow(await rest.post("/vms", { ...body, Hostname: "under_score" }));
    expect(made.State).toBe("succeeded");
    expect((await rest.get(`/vms/${made.Target}/user-data`)).text).toBe("hello");
    await rest.until(() => rest.inventory.vm(made.Target)?.State === "running");
    const copied = await rest.follow(await rest.post(`/vms/${made.Target}/copy`, { Hypervisor: rest.id(1) }));
    expect(copied.State).toBe("succeeded");
  });

  it("finds a place although nobody knows the memory that is available", async () => {
    expect(rest.inventory.hypervisor(rest.id())?.AvailableMemoryInMiB).toBeNull();
    const made = await rest.follow(await rest.post("/vms", { ...small, MinimumFreeBytes: 16 * MIB }));
    expect(made.State).toBe("succeeded");
  });

  it("is not restored with the promise to keep a snapshot that would be used up", async () => {
    const ip = await rest.addVm({ state: "stopped", snapshots: ["before"] });
    const snapshots = () => Object.keys(rest.simulated().state.vm(ip).info.Volumes?.[0]?.Snapshots ?? {});
    const restore = (body: object) => rest.post(`/vms/${ip}/snapshots/before/restore`, body);
    const kept = await restore({ Retain: true });
    expect([kept.status, kept.json.code]).toEqual([501, "METHOD_UNSUPPORTED"]);
    expect(kept.json.detail).toContain("would be used up");
    expect(snapshots()).toEqual(["before"]);
    expect((await restore({ Retain: false })).status).toBe(200);
    expect(snapshots()).toEqual([]);
  });
});

it("what a server offers is asked anew when it comes back: it may have been brought up to date", async () => {
  const directory = mkdtempSync(join(tmpdir(), "stackdeck-updated-"));
  const { name, port } = rest.simulated(1);
  await rest.simulated(1).close();
  const settings = { directory, name, port, pki: rest.simulation.pki, persist: false };
  const today = await startSimulatedHypervisor(settings);
  try {
    const offered = () => rest.inventory.hypervisor(rest.id(1))?.Methods ?? [];
    await rest.until(() => offered().some((method) => method.endsWith("ChangeVmSubnet")));
    const { ip } = addVm(today, { ...vm, subnetId: "lab" });
    await rest.until(() => rest.inventory.vm(ip) !== undefined);
    expect((await rest.get(`/vms/${ip}/storage`)).status).toBe(200);
  } finally {
    await today.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
