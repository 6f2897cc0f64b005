import { confirmationFor } from "@stackdeck/api-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MIB, type RestServer, startRestServer } from "../rest/rest-server.ts";

let rest: RestServer;
beforeAll(async () => {
  rest = await startRestServer({ hypervisors: 2 });
});
afterAll(() => rest.close());

const info = (ip: string) => rest.simulated().state.vm(ip).info;
const patch = (path: string, body: unknown) => rest.send("PATCH", path, { body });

describe("sizes", () => {
  it("more virtual CPUs with fewer MilliCPUs, which the server miscounts, are changed in two calls", async () => {
    const ip = await rest.addVm({ state: "stopped", milliCPUs: 2000 });
    const answer = await rest.send("PATCH", `/vms/${ip}/size`, { body: { MilliCPUs: 500, VirtualCPUs: 4 } });
    expect([answer.status, answer.json.hypervisorError]).toEqual([200, undefined]);
    expect(info(ip)).toMatchObject({ MilliCPUs: 500, VirtualCPUs: 4 });
  });

  it("a refused size comes with what is there now: the memory was changed, the CPUs were not", async () => {
    const ip = await rest.addVm({ state: "stopped" });
    const answer = await patch(`/vms/${ip}/size`, { MemoryInMiB: 256, MilliCPUs: 999_000 });
    expect([answer.status, answer.json.code]).toEqual([409, "INSUFFICIENT_CPU"]);
    expect(answer.json.Current).toMatchObject({ VmInfo: { MemoryInMiB: 256, MilliCPUs: 100 } });
  });

  it("a volume that grew although the answer is an error is read again", async () => {
    const ip = await rest.addVm({ state: "stopped", volumeSizes: [16 * MIB, 16 * MIB] });
    const vm = rest.simulated().state.vm(ip);
    await vm.files.write(vm.volumeFile(1), 0, Buffer.alloc(4 * MIB, 0xee));
    const answer = await patch(`/vms/${ip}/volumes/1/size`, { VolumeSize: 32 * MIB });
    const current = (answer.json.Current as { VmInfo: { Volumes: { Size: number }[] } }).VmInfo.Volumes[1];
    expect([answer.status, current?.Size]).toEqual([409, 32 * MIB]);
    expect(answer.json.code).toBe("FILE_SYSTEM");
  });
});

describe("snapshots", () => {
  it("a restore of a name that is not there is refused instead of succeeding without doing anything", async () => {
    const ip = await rest.addVm({ state: "stopped", snapshots: ["before"] });
    const wrong = await rest.post(`/vms/${ip}/snapshots/Before/restore`);
    expect([wrong.status, wrong.json.code]).toEqual([404, "NOTHING_SAVED"]);
    expect(wrong.json.detail).toContain('"Before"');
    expect((await rest.post(`/vms/${ip}/snapshots/before/restore`)).status).toBe(200);
  });

  it("a restore is warned of: volumes resized since may keep the VM from starting", () => {
    const vm = { Volumes: [{ Size: 2 * MIB, Snapshots: { before: MIB } }] };
    const { level, texts } = confirmationFor("RestoreVmFromSnapshot", { Name: "before" }, vm);
    expect(level).not.toBe("none");
    expect(texts.join(" ")).toContain("Volumes resized since the snapshot may keep the VM from starting");
  });
});

describe("migration", () => {
  it("a preparation that reports success and does nothing is an error", async () => {
    const ip = await rest.addVm({ state: "stopped", owner: "admin" });
    const vm = rest.simulated().state.vm(ip);
    vm.mutationsBlocked = true;
    const silent = await rest.post(`/vms/${ip}/prepare-for-migration`, { Enable: true });
    vm.mutationsBlocked = false;
    expect([silent.status, silent.json.code]).toEqual([409, "VM_STATE"]);
    expect(silent.json.detail).toContain("did nothing");
    expect((await rest.post(`/vms/${ip}/prepare-for-migration`, { Enable: true })).status).toBe(200);
    expect((await rest.post(`/vms/${ip}/prepare-for-migration`, { Enable: false })).status).toBe(200);
    expect(vm.state).toBe("stopped");
  });
});

describe("networks", () => {
  it("subnets are read again after a change, the half that failed included", async () => {
    const Id = "half";
    const subnet = { Id, IpGateway: "10.77.0.1", IpMask: "255.255.255.0" };
    const path = `/hypervisors/${rest.id()}/subnets`;
    const added = await rest.send("PATCH", path, { body: { Add: [subnet] } });
    const ids = (answer: { json: Record<string, unknown> }) =>
      (answer.json.Current as { Subnets: { Id: string }[] }).Subnets.map((one) => one.Id);
    expect([added.status, ids(added).includes(Id)]).toEqual([200, true]);
    const address = { IpAddress: "10.77.0.9", MacAddress: "52:54:0a:4d:00:09" };
    const pool = `/hypervisors/${rest.id()}/address-pool`;
    expect((await patch(pool, { AddressesToAdd: [address] })).status).toBe(200);
    rest.simulated().faults.subnetsHalfFail = true;
    const half = await rest.send("PATCH", path, { body: { Delete: [Id] } });
    rest.simulated().faults.subnetsHalfFail = false;
    expect(half.status).toBeGreaterThanOrEqual(400);
    expect(ids(half)).not.toContain(Id);
    await rest.send("PATCH", path, { body: { Add: [subnet] } });
  });

  it("a server that hangs up after it did what was asked has done it: its list says so", async () => {
    const { faults } = rest.simulated();
    const subnet = { Id: "hung-up", IpGateway: "10.78.0.1", IpMask: "255.255.255.0" };
    const path = `/hypervisors/${rest.id()}/subnets`;
    await rest.send("PATCH", path, { body: { Add: [subnet] } });
    faults.subnetsDropConnection = true;
    const changed = { ...subnet, DomainName: "lab.example.net", DomainNameServers: ["10.78.0.2"] };
    const change = await rest.send("PATCH", path, { body: { Change: [changed] } });
    const deletion = await rest.send("PATCH", path, { body: { Delete: [subnet.Id] } });
    faults.subnetsDropConnection = false;
    expect([change.status, deletion.status]).toEqual([200, 200]);
    expect(change.json.Current).toMatchObject({ Subnets: expect.arrayContaining([changed]) });
    expect(JSON.stringify(deletion.json.Current)).not.toContain(subnet.Id);
  });

  it("a create without a subnet is refused here, since servers answer in ways that help nobody", async () => {
    const body = { MemoryInMiB: 128, MilliCPUs: 100, MinimumFreeBytes: MIB, Hypervisor: rest.id() };
    const answer = await rest.post("/vms", body);
    expect(answer.json.errors).toEqual([expect.objectContaining({ field: "SubnetId" })]);
  });
});

describe("powering a hypervisor off", () => {
  it("stops the VMs one by one first, and never lets the server stop them itself", async () => {
    const own = await startRestServer();
    try {
      const ips = [await own.addVm(), await own.addVm({ state: "crashed" }), await own.addVm()];
      const { state } = own.simulated();
      const powered = new Promise<string>((resolve) => {
        state.onPower = resolve;
      });
      const started = await own.post(`/hypervisors/${own.id()}/power-off`, { StopVMs: true });
      const ended = await own.follow(started);
      expect([ended.State, await powered]).toEqual(["succeeded", "power-off"]);
      expect(ips.map((ip) => state.vm(ip).state)).toEqual(["stopped", "stopped", "stopped"]);
      expect(ended.Progress.map(({ Text }) => Text)).toHaveLength(ips.length + 1);
    } finally {
      await own.close();
    }
  });
});

describe("images", () => {
  it("an image that was replaced although the VM did not start again is said to be replaced", async () => {
    const ip = await rest.addVm({ image: "base/debian-13/2026-08-14:06:00:11", volumeSizes: [2 ** 30] });
    rest.simulated().faults.startError = "no bridge";
    const started = await rest.post(`/vms/${ip}/image/replace`, { ImageName: "base/debian-13" });
    const ended = await rest.follow(started);
    rest.simulated().faults.startError = undefined;
    expect(ended).toMatchObject({ State: "failed", Error: { code: "START_FAILED" } });
    expect(ended.Error?.detail).toContain("is in place, but the VM did not start: no bridge");
    expect(info(ip).ImageName).not.toContain("2026-08-14");
  });

  it("a patch that failed before it began is not said to be in place", async () => {
    const ip = await rest.addVm({ state: "stopped" });
    const started = await rest.post(`/vms/${ip}/image/patch`, { ImageName: "no/such" });
    const ended = await rest.follow(started);
    expect(ended).toMatchObject({ State: "failed", Error: { code: "IMAGE_MISSING" } });
    expect(ended.Error?.detail).not.toContain("in place");
  });
});

describe("secrets", () => {
  it("a VM's access token is handed to scripts only, never to a browser, and kept nowhere", async () => {
    const ip = await rest.addVm();
    const browser = await rest.browser();
    const asked = await rest.post(`/vms/${ip}/access-token`, { Lifetime: 60e9 }, browser);
    expect([asked.status, asked.json.code]).toEqual([403, "FORBIDDEN"]);
    const token = (await rest.post(`/vms/${ip}/access-token`, { Lifetime: 60e9 })).json.Token;
    expect(token).toEqual(expect.stringMatching(/.{40,}/));
    const seen = [await rest.get(`/vms/${ip}`), await rest.get("/operations"), await rest.get("/audit")];
    expect(seen.map(({ text }) => text.includes(String(token)))).toEqual([false, false, false]);
  });

  it("a copy takes its own token, which nobody sees and which is gone afterwards", async () => {
    const ip = await rest.addVm();
    const ended = await rest.follow(await rest.post(`/vms/${ip}/copy`, { Hypervisor: rest.id(1) }));
    expect(ended.State).toBe("succeeded");
    expect(JSON.stringify(ended)).not.toMatch(/AccessToken|"Token"/);
    // One more can be had at once: the server gives no second one while there is a first.
    expect((await rest.post(`/vms/${ip}/access-token`, { Lifetime: 60e9 })).status).toBe(200);
  });
});

describe("the create that every server understands", () => {
  it("survives servers that hang on user data: created stopped, acknowledged, filled, then started", async () => {
    rest.simulated().faults.createHangsOnUserData = true;
    const UserData = Buffer.from("#cloud-config\n").toString("base64");
    const body = { MemoryInMiB: 128, MilliCPUs: 100, SubnetId: "staging", ImageName: "base/alpine-3.21" };
    const started = await rest.post("/vms", { ...body, UserData, Hypervisor: rest.id() });
    const ended = await rest.follow(started);
    rest.simulated().faults.createHangsOnUserData = false;
    expect(ended.State).toBe("succeeded");
    const vm = rest.simulated().state.vm(ended.Target);
    expect([vm.state, vm.blobs.get("user-data.raw")?.toString()]).toEqual(["running", "#cloud-config\n"]);
  });
});

describe("a disk without room for the audit log", () => {
  it("refuses what changes something, and goes on to serve what is read", async () => {
    const ip = await rest.addVm();
    const { db } = rest.store;
    await db.schema.alterTable("audit").renameTo("audit_away").execute();
    const refused = [await rest.post(`/vms/${ip}/stop`), await rest.send("DELETE", `/vms/${ip}`)];
    const read = [await rest.get(`/vms/${ip}`), await rest.get("/operations")];
    await db.schema.alterTable("audit_away").renameTo("audit").execute();
    expect(refused.map(({ status, json }) => [status, json.code])).toEqual([
      [503, "AUDIT_UNAVAILABLE"],
      [503, "AUDIT_UNAVAILABLE"],
    ]);
    expect(read.map(({ status }) => status)).toEqual([200, 200]);
    expect(rest.simulated().state.vm(ip).state).toBe("running");
    expect((await rest.post(`/vms/${ip}/stop`)).status).toBe(200);
  });
});
