import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MIB, type RestServer, startRestServer } from "./rest-server.ts";

let rest: RestServer;
beforeAll(async () => {
  rest = await startRestServer({ hypervisors: 2 });
});
afterAll(() => rest.close());

const small = { MemoryInMiB: 128, MilliCPUs: 100, SubnetId: "staging" };
const texts = (operation: { Progress: readonly { Text: string }[] }) =>
  operation.Progress.map(({ Text }) => Text);

describe("creating a VM", () => {
  it("from an image name with user data goes the way that all servers support", async () => {
    const UserData = Buffer.from("#cloud-config\n");
    const body = { ...small, Hostname: "made", ImageName: "base/alpine-3.21", Hypervisor: rest.id() };
    const started = await rest.post("/vms", { ...body, UserData: UserData.toString("base64") });
    expect(started.status).toBe(202);
    expect(started.json).toMatchObject({ Method: "CreateVm", State: "running", Cancellable: true });
    const ended = await rest.follow(started);
    expect(ended).toMatchObject({ State: "succeeded", Result: { IpAddress: ended.Target } });
    expect(texts(ended)).toEqual(
      expect.arrayContaining(["getting image", "sending user data", `starting VM ${ended.Target}`]),
    );
    await rest.until(() => rest.inventory.vm(ended.Target)?.State === "running");
    const data = await rest.get(`/vms/${ended.Target}/user-data`);
    expect([data.status, data.bytes]).toEqual([200, UserData]);
    expect(data.headers.get("content-disposition")).toBe('attachment; filename="made-user-data"');
  });

  it("says of one that runs when it did not ask for its address in time", async () => {
    const { faults } = rest.simulated();
    faults.dhcpSilent = true;
    const body = { ...small, Hypervisor: rest.id(), MinimumFreeBytes: 16 * MIB, DhcpTimeout: 1_000_000 };
    const ended = await rest.follow(await rest.post("/vms", body));
    faults.dhcpSilent = false;
    expect(ended).toMatchObject({ State: "succeeded", Result: { DhcpTimedOut: true } });
    expect(texts(ended).at(-1)).toBe("it runs, but did not ask for its address in time");
  });

  it("picks a hypervisor where none is named", async () => {
    const ended = await rest.follow(await rest.post("/vms", { ...small, MinimumFreeBytes: 16 * MIB }));
    expect(ended.State).toBe("succeeded");
    const none = await rest.post("/vms", { ...small, SubnetId: "nowhere", MinimumFreeBytes: 1 });
    expect([none.status, none.json.code]).toEqual([409, "NO_PLACEMENT"]);
  });

  it.each([
    [{ SubnetId: "" }, "SubnetId"],
    [{ SubnetId: undefined }, "SubnetId"],
    [{ UserDataSize: 5 }, "UserDataSize"],
    [{ UserData: "" }, undefined],
    [{ UserData: 7 }, "UserData"],
    [{ UserData: "!!" }, "UserData"],
    [{ UserData: "#cloud-config" }, "UserData"],
    [{ ImageURL: "http://169.254.169.254/latest" }, "ImageURL"],
    [{ Hypervisor: "" }, "Hypervisor"],
    [{ Nonsense: 1 }, "Nonsense"],
    [{ MemoryInMiB: "much" }, "MemoryInMiB"],
  ])("with %o names %s", async (part, field) => {
    const body = { ...small, Hypervisor: rest.id(), MinimumFreeBytes: 16 * MIB, ...part };
    const answer = await rest.post("/vms", body);
    if (field === undefined) expect((await rest.follow(answer)).State).toBe("succeeded");
    else expect([answer.status, answer.json.errors?.[0]?.field]).toEqual([400, field]);
  });

  it("tells what the hypervisor refused", async () => {
    const body = { ...small, Hypervisor: rest.id() };
    const ended = await rest.follow(await rest.post("/vms", body));
    expect(ended).toMatchObject({ State: "failed", Error: { code: "IMAGE_MISSING", status: 422 } });
    expect(ended.Error?.hypervisorError).toContain("no image specified");
  });

  it("is on record by the name it was to have until it has an address", async () => {
    const lines = async (target: string) => {
      const answer = await rest.get(`/audit?target=${target}`);
      return (answer.json.Items as { Method: string; Outcome: string }[]).map(
        ({ Method, Outcome }) => `${Method} ${Outcome}`,
      );
    };
    const body = { ...small, Hypervisor: rest.id() };
    await rest.follow(await rest.post("/vms", { ...body, Hostname: "never-made" }));
    expect(await lines("never-made")).toEqual(["CreateVm failed", "CreateVm started"]);
    const made = await rest.follow(
      await rest.post("/vms", { ...body, Hostname: "soon-made", MinimumFreeBytes: 16 * MIB }),
    );
    expect(await lines("soon-made")).toEqual(["CreateVm started"]);
    expect(await lines(made.Target)).toEqual(["CreateVm succeeded"]);
  });

  it("from uploaded bytes refuses a wrong length, then takes the right ones", async () => {
    const image = randomBytes(3 * MIB);
    const body = { ...small, Hypervisor: rest.id(1), ImageDataSize: image.length, DoNotStart: true };
    const started = await rest.post("/vms", body);
    const path = `/operations/${started.json.Id}/uploads/image`;
    await rest.follow(started, ({ BytesTotal }) => BytesTotal === image.length);
    const wrong = await rest.send("PUT", path, { raw: image.subarray(1) });
    expect([wrong.status, wrong.json.errors?.[0]?.field]).toEqual([400, "Content-Length"]);
    expect((await rest.send("PUT", path.replace("image", "nothing"), { raw: image })).status).toBe(404);
    // Whatever the type says: an upload is raw bytes.
    const headers = { "Content-Type": "application/json" };
    const right = await rest.send("PUT", path, { raw: image, headers });
    expect(right.status).toBe(204);
    const ended = await rest.follow(started);
    expect(ended).toMatchObject({ State: "succeeded", BytesDone: image.length, BytesTotal: image.length });
    await rest.until(() => rest.inventory.vm(ended.Target) !== undefined);
    const volume = await rest.get(`/vms/${ended.Target}/volumes/0`);
    expect(volume.bytes.equals(image)).toBe(true);
    const late = await rest.send("PUT", path, { raw: image });
    expect([late.status, late.json.code]).toEqual([409, "CONFLICT"]);
  });

  it("can be cancelled while it waits for its upload", async () => {
    const body = { ...small, Hypervisor: rest.id(), ImageDataSize: 10 };
    const started = await rest.post("/vms", body);
    const cancelled = await rest.post(`/operations/${started.json.Id}/cancel`);
    expect(cancelled.status).toBe(202);
    expect(await rest.follow(started)).toMatchObject({ State: "cancelled", Error: { code: "CANCELLED" } });
    const again = await rest.post(`/operations/${started.json.Id}/cancel`);
    expect([again.status, again.json.code]).toEqual([409, "CONFLICT"]);
    const found = await rest.get(`/operations/${started.json.Id}`);
    expect(found.json).toMatchObject({ State: "cancelled", Cancellable: false });
    expect((await rest.get("/operations/nothing")).status).toBe(404);
  });

  it("removes what there is when the upload breaks off", async () => {
    const before = rest.simulated().state.vms.size;
    const body = { ...small, Hypervisor: rest.id(), ImageDataSize: 2 * MIB };
    const started = await rest.post("/vms", body);
    await rest.follow(started, ({ BytesTotal }) => BytesTotal === 2 * MIB);
    const gone = new AbortController();
    const raw = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new Uint8Array(MIB));
        gone.abort();
      },
    });
    const path = `/operations/${started.json.Id}/uploads/image`;
    const headers = { "Content-Length": String(2 * MIB) };
    await expect(rest.send("PUT", path, { raw, headers, signal: gone.signal })).rejects.toThrow();
    await rest.post(`/operations/${started.json.Id}/cancel`);
    expect((await rest.follow(started)).State).not.toBe("succeeded");
    expect(rest.simulated().state.vms.size).toBe(before);
  });

  it("is listed, filtered and sorted among the operations", async () => {
    const list = await rest.get("/operations?state=succeeded&sort=StartedOn&fields=Id,Method,State&limit=1");
    expect(list.json.Items).toEqual([expect.objectContaining({ Method: "CreateVm", State: "succeeded" })]);
    expect(list.json.NextCursor).not.toBe(null);
  });
});

describe("images of a VM", () => {
  it.each(["replace", "patch", "debug"])("%s is an operation with the server's progress", async (verb) => {
    const ip = await rest.addVm({ image: "base/debian-13/2026-08-14:06:00:11", volumeSizes: [2 ** 30] });
    const started = await rest.post(`/vms/${ip}/image/${verb}`, { ImageName: "base/debian-13" });
    expect(started.status).toBe(202);
    const ended = await rest.follow(started);
    expect(ended).toMatchObject({ State: "succeeded", Target: ip });
    expect(texts(ended)).toContain("stopping VM");
    if (verb !== "patch") return;
    const log = await rest.get(`/vms/${ip}/patch-log`);
    expect([log.status, log.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
    expect(Number(log.headers.get("content-length"))).toBe(log.bytes.length);
  });

  it("tells a failure as the problem of the operation", async () => {
    const ip = await rest.addVm();
    const ended = await rest.follow(await rest.post(`/vms/${ip}/image/replace`, {}));
    expect(ended).toMatchObject({ State: "failed", Error: { hypervisorError: expect.stringMatching(/./) } });
    expect((await rest.audit(ip)).map(({ Outcome }) => Outcome)).toEqual(["started", "failed"]);
  });
});

describe("copy and migration", () => {
  it("copies to another hypervisor and keeps what describes the VM", async () => {
    const ip = await rest.addVm({ name: "original", tags: { env: "test" }, volumeSizes: [MIB, MIB] });
    const ended = await rest.follow(await rest.post(`/vms/${ip}/copy`, { Hypervisor: rest.id(1) }));
    expect(ended).toMatchObject({ State: "succeeded", Hypervisor: rest.id(1), Error: null });
    const copy = rest.simulated(1).state.vm(String(ended.Result?.IpAddress)).info;
    expect(copy).toMatchObject({
      Hostname: "original",
      State: "stopped",
      Tags: { env: "test" },
      MilliCPUs: 100,
    });
    expect(copy.Volumes).toHaveLength(2);
    expect(rest.simulated().state.vm(ip).state).toBe("running");
  });

  it("migrates after the commit, and stops a VM again that was stopped", async () => {
    const ip = await rest.addVm({ state: "stopped" });
    const body = { Hypervisor: rest.id(1), StopAfterwards: true };
    const started = await rest.post(`/vms/${ip}/migrate`, body);
    await rest.follow(started, ({ State }) => State === "waiting-for-commit");
    expect((await rest.post(`/operations/${started.json.Id}/commit`, { Commit: "yes" })).status).toBe(400);
    expect((await rest.post(`/operations/${started.json.Id}/commit`, { Commit: true })).status).toBe(202);
    expect(await rest.follow(started)).toMatchObject({ State: "succeeded", Error: null });
    expect(rest.simulated().state.vms.has(ip)).toBe(false);
    expect(rest.simulated(1).state.vm(ip).state).toBe("stopped");
    expect((await rest.audit(ip)).map(({ Method, Outcome }) => `${Method} ${Outcome}`)).toEqual(
      expect.arrayContaining(["MigrateVm started", "CommitOperation succeeded", "MigrateVm succeeded"]),
    );
    expect((await rest.post(`/operations/${started.json.Id}/commit`, { Commit: true })).status).toBe(409);
  });

  it("leaves a stopped VM running where that is not asked for", async () => {
    const ip = await rest.addVm({ state: "stopped" });
    const started = await rest.post(`/vms/${ip}/migrate`, { Hypervisor: rest.id(1) });
    await rest.follow(started, ({ State }) => State === "waiting-for-commit");
    await rest.post(`/operations/${started.json.Id}/commit`, { Commit: true });
    expect((await rest.follow(started)).State).toBe("succeeded");
    expect(rest.simulated(1).state.vm(ip).state).toBe("running");
  });

  it("undoes an abandoned migration", async () => {
    const ip = await rest.addVm();
    const started = await rest.post(`/vms/${ip}/migrate`, { Hypervisor: rest.id(1) });
    await rest.follow(started, ({ State }) => State === "waiting-for-commit");
    await rest.post(`/operations/${started.json.Id}/commit`, { Commit: false });
    expect(await rest.follow(started)).toMatchObject({
      State: "failed",
      Error: { code: "MIGRATION_ABANDONED" },
    });
    expect(rest.simulated().state.vm(ip).state).toBe("running");
    expect(rest.simulated(1).state.vms.has(ip)).toBe(false);
  });

  it("says so when the source still has the VM afterwards", async () => {
    const ip = await rest.addVm();
    rest.simulated(1).faults.migrationFailsAt = "destroy-source";
    const started = await rest.post(`/vms/${ip}/migrate`, { Hypervisor: rest.id(1) });
    await rest.follow(started, ({ State }) => State === "waiting-for-commit");
    await rest.post(`/operations/${started.json.Id}/commit`, { Commit: true });
    const ended = await rest.follow(started);
    rest.simulated(1).faults.migrationFailsAt = undefined;
    expect(ended.State).toBe("failed");
    expect(ended.Error?.detail).toContain("the same address may run twice");
  });

  it("refuses to migrate to where the VM is", async () => {
    const ip = await rest.addVm();
    const answer = await rest.post(`/vms/${ip}/migrate`, { Hypervisor: rest.id() });
    expect([answer.status, answer.json.errors?.[0]?.field]).toEqual([400, "Hypervisor"]);
    expect((await rest.post(`/vms/${ip}/copy`, {})).status).toBe(400);
  });
});
