import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HypervisorRow, Operation } from "@stackdeck/api-types";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPostgres, startPostgres } from "../../test/postgres.ts";
import { AuditLog } from "../audit/audit-log.ts";
import { ApiTokens } from "../auth/api-tokens.ts";
import { IdempotencyKeys, requestFingerprint } from "../operations/idempotency.ts";
import { OperationStore } from "../operations/operation-store.ts";
import { CapacityHistory } from "./capacity-history.ts";
import { SavedViews } from "./saved-views.ts";
import { openStore, type Store } from "./store.ts";

const postgresBin = findPostgres();

const operation: Operation = {
  Id: "op-1",
  Method: "CreateVm",
  Target: "10.0.0.1",
  TargetName: "web-1",
  Hypervisor: "hv-1",
  User: "alice",
  State: "running",
  StartedOn: "2026-01-01T00:00:00.000Z",
  EndedOn: "",
  Progress: [],
  BytesDone: 1,
  BytesTotal: 2 ** 50,
  Error: null,
  Result: null,
  Cancellable: true,
};

/** The same tests on every database: each gets a fresh store. `open` opens the same one each time it is on disk. */
function storeTests(open: () => Promise<Store>) {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  it("keeps operations with their progress", async () => {
    const operations = new OperationStore(store);
    await operations.save(operation);
    await operations.addProgress("op-1", { On: "2026-01-01T00:00:01.000Z", Text: "getting image" });
    await operations.addProgress("op-1", { On: "2026-01-01T00:00:02.000Z", Text: "starting VM" });
    await operations.save({
      ...operation,
      State: "succeeded",
      EndedOn: "x",
      Result: { IpAddress: "10.0.0.1" },
    });
    const found = await operations.find("op-1");
    expect(found?.Progress.map((line) => line.Text)).toEqual(["getting image", "starting VM"]);
    expect(found).toMatchObject({
      State: "succeeded",
      BytesTotal: 2 ** 50,
      Result: { IpAddress: "10.0.0.1" },
    });
    expect(await operations.find("op-2")).toBeUndefined();
  });

  it("marks operations of a dead process unknown, once", async () => {
    const operations = new OperationStore(store);
    await operations.save({ ...operation, Id: "op-cut" });
    const interrupted = await operations.takeInterrupted(new Date("2026-01-02T00:00:00Z"));
    expect(interrupted.map((one) => [one.Id, one.State])).toEqual([["op-cut", "unknown"]]);
    expect(await operations.takeInterrupted(new Date())).toEqual([]);
    expect((await operations.list({ limit: 10 })).map((one) => one.State).sort()).toEqual([
      "succeeded",
      "unknown",
    ]);
  });

  it("appends audit lines and lists them newest first", async () => {
    const audit = new AuditLog(store, () => new Date("2026-01-01T00:00:00Z"));
    const entry = {
      User: "alice",
      RemoteAddress: "127.0.0.1",
      Method: "StopVm",
      Target: "10.0.0.1",
      Hypervisor: "hv-1",
      RequestId: "r1",
      Outcome: "started" as const,
      Detail: "x".repeat(5000),
    };
    const first = await audit.append(entry);
    const second = await audit.append({ ...entry, Outcome: "succeeded", Target: "10.0.0.2", Detail: "" });
    expect(second).toBeGreaterThan(first);
    expect((await audit.list({ limit: 10 })).map((row) => row.Id)).toEqual([second, first]);
    const [only] = await audit.list({ limit: 10, target: "10.0.0.1" });
    expect(only?.Detail).toHaveLength(2000);
    expect(await audit.list({ limit: 10, before: first })).toEqual([]);
  });

  it("refuses every change of the audit log, whoever asks the database", async () => {
    const before = await new AuditLog(store).list({ limit: 10 });
    expect(before).toHaveLength(2);
    const refusal = "the audit log is only ever added to";
    const { db } = store;
    await expect(db.updateTable("audit").set({ user_name: "mallory" }).execute()).rejects.toThrow(refusal);
    await expect(db.deleteFrom("audit").execute()).rejects.toThrow(refusal);
    if (store.dialect === "postgres") {
      await expect(sql`truncate audit`.execute(db)).rejects.toThrow(refusal);
    } else {
      const [first] = before;
      await expect(
        sql`insert or replace into audit (id, on_time, user_name, remote_address, method, target, hypervisor, request_id, outcome, detail) values (${first?.Id}, '', '', '', '', '', '', '', '', '')`.execute(
          db,
        ),
      ).rejects.toThrow(refusal);
    }
    expect(await new AuditLog(store).list({ limit: 10 })).toEqual(before);
  });

  it("lets exactly one of two simultaneous uses of a key run", async () => {
    const keys = new IdempotencyKeys(store);
    const fingerprint = requestFingerprint("POST", "/api/v1/vms", { a: 1 });
    const verdicts = await Promise.all([1, 2, 3].map(() => keys.claim("alice", "k", fingerprint)));
    expect(verdicts.map((verdict) => verdict.kind).sort()).toEqual(["in-progress", "in-progress", "run"]);
    await keys.finish("alice", "k", { status: 201, body: "{}" });
    expect(await keys.claim("alice", "k", fingerprint)).toEqual({ kind: "replay", status: 201, body: "{}" });
    expect(await keys.claim("alice", "k", "other")).toEqual({ kind: "mismatch" });
    expect(await keys.claim("bob", "k", fingerprint)).toEqual({ kind: "run" });
    await keys.release("bob", "k");
    expect(await keys.claim("bob", "k", fingerprint)).toEqual({ kind: "run" });
  });

  it("verifies tokens by their hash until they expire or are revoked", async () => {
    let now = new Date("2026-01-01T00:00:00Z");
    const tokens = new ApiTokens(store, () => now);
    const { token, secret } = await tokens.create("alice", { name: "ci", days: 1, mayChange: false });
    expect(await tokens.verify(secret)).toMatchObject({ User: "alice", Name: "ci", MayChange: false });
    expect(await tokens.verify(`${secret}x`)).toBeUndefined();
    const kept = JSON.stringify(await store.db.selectFrom("api_tokens").selectAll().execute());
    expect(kept).not.toContain(secret);
    now = new Date("2026-01-02T00:00:01Z");
    expect(await tokens.verify(secret)).toBeUndefined();
    now = new Date("2026-01-01T12:00:00Z");
    expect(await tokens.revoke("bob", token.Id)).toBe(false);
    expect(await tokens.revoke("alice", token.Id)).toBe(true);
    expect(await tokens.verify(secret)).toBeUndefined();
    expect(await tokens.list("alice")).toEqual([]);
  });

  it("averages capacity samples over each step and drops old ones", async () => {
    const history = new CapacityHistory(store);
    const row = (allocated: number) =>
      ({
        Id: "hv-1",
        NumCPUs: 8,
        MemoryInMiB: 100,
        TotalVolumeBytes: 2 ** 50,
        AllocatedMilliCPUs: allocated,
        AllocatedMemoryInMiB: 0,
        AllocatedVolumeBytes: 0,
        NumVMs: 1,
        NumFreeAddresses: { a: 2, b: 3 },
      }) as unknown as HypervisorRow;
    const at = (seconds: number) => new Date(1_767_225_600_000 + seconds * 1000);
    await history.record([row(100)], at(0));
    await history.record([row(300)], at(60));
    await history.record([row(1000)], at(300));
    const points = await history.read("hv-1", { from: 0, to: 2 ** 40, stepSeconds: 300 });
    expect(points.map((point) => point.AllocatedMilliCPUs)).toEqual([200, 1000]);
    expect(points[0]).toMatchObject({ VolumeBytes: 2 ** 50, NumFreeAddresses: 5 });
    await history.prune(at(10 * 86_400));
    expect(await history.read("hv-1", { from: 0, to: 2 ** 40, stepSeconds: 300 })).toEqual([]);
    expect(await history.read("hv-1", { from: 0, to: 2 ** 40, stepSeconds: 3600 })).toHaveLength(1);
  });

  it("keeps each user's views and one default for each noun", async () => {
    const views = new SavedViews(store);
    await views.save("alice", { Noun: "vms", Name: "mine", Query: "filter=owner:alice", Default: true });
    await views.save("alice", { Noun: "vms", Name: "crashed", Query: "filter=state:crashed", Default: true });
    await views.save("alice", {
      Noun: "vms",
      Name: "crashed",
      Query: "filter=state:crashed&sort=age",
      Default: true,
    });
    const list = await views.list("alice");
    expect(list.map((view) => [view.Name, view.Default])).toEqual([
      ["crashed", true],
      ["mine", false],
    ]);
    expect(list[0]?.Query).toContain("sort=age");
    expect(await views.remove("bob", list[0]?.Id ?? "")).toBe(false);
    expect(await views.remove("alice", list[0]?.Id ?? "")).toBe(true);
  });

  it("says so, and changes nothing, when a newer version made it", async () => {
    const newer = { name: "999-newer", timestamp: "2030-01-01T00:00:00.000Z" };
    const table = store.db.withTables<{ kysely_migration: typeof newer }>();
    await table.insertInto("kysely_migration").values(newer).execute();
    await expect(open()).rejects.toThrow(
      /^Cannot open the .* it was made by a newer version \(its tables are at step 999-newer\)\. Use that version/,
    );
    await table.deleteFrom("kysely_migration").where("name", "=", newer.name).execute();
    const again = await open();
    expect(await new OperationStore(again).find("op-1")).toBeDefined();
    await again.close();
  });
}

describe("store on SQLite", () => {
  const dir = mkdtempSync(join(tmpdir(), "stackdeck-store-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  storeTests(() => openStore({ dataDir: dir }));

  it("opens again with what was written", async () => {
    const again = await openStore({ dataDir: dir });
    expect(await new OperationStore(again).find("op-1")).toBeDefined();
    await again.close();
  });

  it("says in one sentence why it cannot be opened", async () => {
    await expect(openStore({ dataDir: "/dev/null/x" })).rejects.toThrow(
      "Cannot open the store in /dev/null/x",
    );
  });
});

// A real server, where one is installed: the queries are the same, the words of the databases are not.
describe.runIf(postgresBin)("store on PostgreSQL", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres(postgresBin ?? "");
  }, 60_000);
  afterAll(() => server.stop());
  storeTests(() => openStore({ dataDir: ":memory:", databaseUrl: server.url }));
});
