import { Update, type VmInfo, wireTypeOf, zeroOf } from "@stackdeck/api-types";
import { followUpdates } from "@stackdeck/hypervisor-client";
import { seededRandom } from "@stackdeck/simulator";
import { connect, GobEncoder, SrpcServer } from "@stackdeck/srpc";
import { afterEach, describe, expect, it } from "vitest";
import { HypervisorSession } from "../../src/fleet/hypervisor-session.ts";
import { Inventory } from "../../src/fleet/inventory.ts";
import { untilInventory } from "../until-inventory.ts";
import { hashOfModel, hashOfVms } from "./state-hash.ts";
import { goneVm, vmInfo } from "./vms.ts";

/* Update streams, byte by byte as a test wants them, followed as the server follows them. */

const MIB = 2 ** 20;
const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

type Vms = Readonly<Record<string, VmInfo>>;

/** Bytes of one stream: the whole state first, then changes. */
function streamOf(...messages: Vms[]): Buffer[] {
  const encoder = new GobEncoder();
  return messages.map((VMs) =>
    encoder.encode(wireTypeOf(Update), { ...zeroOf(Update), HaveVMs: true, VMs, HealthStatus: "healthy" }),
  );
}

/** A hypervisor that sends these bytes on its streams, one after the other, and hangs up after each but the last. */
async function playedBy(streams: readonly Buffer[]): Promise<{ port: number; served: () => number }> {
  const server = new SrpcServer({ requireTls: false });
  let served = 0;
  server.register("Hypervisor", "GetUpdates", {
    kind: "raw",
    public: true,
    unauthenticated: true,
    handle: async (_context, stream) => {
      const bytes = streams[Math.min(served, streams.length - 1)]!;
      served += 1;
      const isLast = served >= streams.length;
      await stream.write(bytes);
      // What a handler that throws has written is sent; then the connection ends without a word.
      if (!isLast) throw new Error("hung up");
      while ((await stream.read()) !== undefined);
    },
  });
  closings.push(() => server.close());
  return { port: (await server.listen(0, "127.0.0.1")).port, served: () => served };
}

interface Followed {
  readonly inventory: Inventory;
  readonly lost: string[];
  /** Hashes of what was believed at each end of a stream. */
  readonly atEnds: string[];
  until(condition: () => boolean): Promise<void>;
}

/** Follows a hypervisor without ever waiting between attempts. */
function follow(id: string, port: number, inventory = new Inventory()): Followed {
  inventory.addHypervisor({ id, hostname: id, address: `${id}:1`, location: "" });
  const lost: string[] = [];
  const atEnds: string[] = [];
  const session = new HypervisorSession({
    id,
    inventory,
    follow: (options) =>
      followUpdates(
        {
          dedicated: (call) =>
            connect({ host: "127.0.0.1", port, allowPlain: true, coder: "gob", signal: call?.signal }),
          use: () => Promise.reject(new Error("not here")),
        },
        options,
      ),
    clock: {
      now: () => 1,
      sleep: async () => {
        atEnds.push(hashOfModel(inventory));
        await new Promise(setImmediate);
      },
    },
    onLost: (error) => lost.push(String(error)),
  });
  closings.push(() => session.stop());
  session.start();
  const until = (condition: () => boolean) => untilInventory(inventory, condition);
  return { inventory, lost, atEnds, until };
}

function memoryInUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const before: Vms = {
  "10.0.0.1": vmInfo("10.0.0.1"),
  "10.0.0.2": vmInfo("10.0.0.2"),
  "10.0.0.3": vmInfo("10.0.0.3"),
};
/** One VM in another state, with other tags; one gone; one new. */
const change: Vms = {
  "10.0.0.1": vmInfo("10.0.0.1", {
    State: "stopped",
    Tags: { a: "1", b: "2" },
    OwnerUsers: ["bob", "carol"],
  }),
  "10.0.0.2": goneVm,
  "10.0.0.4": vmInfo("10.0.0.4", { Hostname: "new" }),
};
const after: Vms = {
  "10.0.0.1": change["10.0.0.1"]!,
  "10.0.0.3": before["10.0.0.3"]!,
  "10.0.0.4": change["10.0.0.4"]!,
};
const hash = (vms: Vms) => hashOfVms(Object.entries(vms));
const [whole = Buffer.alloc(0), delta = Buffer.alloc(0)] = streamOf(before, change);

describe("a stream that is cut", () => {
  it("at every byte of a change leaves the state before it, never half of it", {
    timeout: 60_000,
  }, async () => {
    const cuts = Array.from({ length: delta.length }, (_, length) =>
      Buffer.concat([whole, delta.subarray(0, length)]),
    );
    const { port, served } = await playedBy([...cuts, Buffer.concat([whole, delta])]);
    const { inventory, atEnds, until } = follow("a", port);
    await until(() => served() > cuts.length && inventory.vm("10.0.0.4") !== undefined);
    expect(hashOfModel(inventory)).toBe(hash(after));
    expect(atEnds).toHaveLength(cuts.length);
    expect(new Set(atEnds)).toEqual(new Set([hash(before)]));
  });
});

describe("a stream that comes in segments of one byte", () => {
  it("gives the same state", async () => {
    const server = new SrpcServer({ requireTls: false });
    server.register("Hypervisor", "GetUpdates", {
      kind: "raw",
      public: true,
      unauthenticated: true,
      handle: async (_context, stream) => {
        for (const byte of Buffer.concat([whole, delta])) {
          await stream.write(Buffer.of(byte));
          await new Promise(setImmediate);
        }
        while ((await stream.read()) !== undefined);
      },
    });
    closings.push(() => server.close());
    const { port } = await server.listen(0, "127.0.0.1");
    const { inventory, until } = follow("a", port);
    await until(() => inventory.vm("10.0.0.4") !== undefined);
    expect(hashOfModel(inventory)).toBe(hash(after));
  });
});

describe("a stream that brings fifty thousand changes at once", () => {
  it("is applied in order, to the last one, without keeping it", { timeout: 60_000 }, async () => {
    const count = 50_000;
    const ips = Array.from({ length: 100 }, (_, n) => `10.0.1.${n + 1}`);
    const changes = Array.from({ length: count }, (_, n) => {
      const ip = ips[n % ips.length]!;
      return { [ip]: vmInfo(ip, { Hostname: `renamed-${n}` }) };
    });
    const bytes = Buffer.concat(streamOf({}, ...changes));
    const last: Vms = Object.assign({}, ...changes.slice(-ips.length));
    const { port } = await playedBy([bytes]);
    const before = memoryInUse();
    const { inventory, lost, until } = follow("a", port);
    await until(() => inventory.vm(ips.at(-1)!)?.Hostname === `renamed-${count - 1}`);
    expect(memoryInUse() - before).toBeLessThan(100 * MIB);
    expect([hashOfModel(inventory), lost]).toEqual([hash(last), []]);
  });
});

/** What no hypervisor sends. */
const hostile: Readonly<Record<string, Buffer>> = {
  "a wrong type number": Buffer.concat([whole, Buffer.from([0x03, 0xfe, 0x01, 0xf4, 0x00])]),
  "a message of an exabyte": Buffer.concat([whole, Buffer.from([0xf8, 0x10, 0, 0, 0, 0, 0, 0, 0])]),
  "a list longer than its message": withLength(whole, delta),
  "a message of no length": Buffer.concat([whole, Buffer.from([0x00])]),
  text: Buffer.from(`HTTP/1.1 200 OK\r\n\r\n<html>${"<p>hello</p>".repeat(50)}`),
};

/** A change whose count of VMs is far too large: the byte after the map's field. */
function withLength(first: Buffer, second: Buffer): Buffer {
  const broken = Buffer.from(second);
  const at = broken.indexOf(Buffer.from("10.0.0.1"));
  broken[at - 2] = 0x7f;
  return Buffer.concat([first, broken]);
}

describe("a stream that no hypervisor sends", () => {
  it.each(Object.entries(hostile))("%s: closed, said once, and others go on", async (_what, bytes) => {
    const other = await playedBy([whole]);
    const { port } = await playedBy([bytes, Buffer.concat([whole, delta])]);
    const inventory = new Inventory();
    const beside = follow("b", other.port, inventory);
    await beside.until(() => inventory.hypervisor("b")?.Freshness === "live");
    const start = memoryInUse();
    const { lost, until } = follow("a", port, inventory);
    await until(() => inventory.vm("10.0.0.4") !== undefined);
    expect(memoryInUse() - start).toBeLessThan(16 * MIB);
    expect(lost).toHaveLength(1);
    expect([beside.lost, other.served()]).toEqual([[], 1]);
    // The state of the second stream: VMs of both hypervisors under one address are one row.
    expect([...inventory.vms()].map(({ IpAddress }) => IpAddress).sort()).toEqual([
      "10.0.0.1",
      "10.0.0.2",
      "10.0.0.3",
      "10.0.0.4",
    ]);
  });

  it("a corrupt byte anywhere is either told or another value, and never more than the link", {
    timeout: 60_000,
  }, async () => {
    const random = seededRandom(20);
    const corrupted = Array.from({ length: 150 }, () => {
      const bytes = Buffer.concat([whole, delta]);
      const at = Math.floor(random.next() * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random.next() * 8));
      return bytes;
    });
    const { port, served } = await playedBy([...corrupted, Buffer.concat([whole, delta])]);
    const { inventory, lost, until } = follow("a", port);
    await until(() => served() > corrupted.length && inventory.vm("10.0.0.4") !== undefined);
    await until(() => hashOfModel(inventory) === hash(after));
    expect(lost.length).toBeLessThanOrEqual(corrupted.length);
  });
});

describe("snapshots after reconnects", () => {
  it("that are repeated or older than what followed leave what the last one says", async () => {
    const random = seededRandom(7);
    const states: Vms[] = [before, after, {}, before, { ...after, "10.0.0.9": vmInfo("10.0.0.9") }];
    const order = Array.from({ length: 40 }, () => states[Math.floor(random.next() * states.length)]!);
    const last: Vms = { "10.0.0.7": vmInfo("10.0.0.7") };
    const { port } = await playedBy([...order, last].map((vms) => streamOf(vms)[0]!));
    const { inventory, atEnds, until } = follow("a", port);
    await until(() => inventory.vm("10.0.0.7") !== undefined);
    expect(hashOfModel(inventory)).toBe(hash(last));
    expect(atEnds).toEqual(order.map(hash));
  });
});
