import type { Duplex } from "node:stream";
import { constants, createInflate } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { INSTANT } from "../src/index.ts";
import type { Simulation } from "../src/simulation/start-simulation.ts";
import { startSimulation } from "../src/simulation/start-simulation.ts";
import { TestClient } from "./client.ts";

let simulation: Simulation;
let ip: string;

beforeAll(async () => {
  simulation = await startSimulation({ hypervisors: 1, population: "empty", lifeEveryMs: 0, pace: INSTANT });
  const alice = await client();
  const vm = {
    MilliCPUs: 250,
    MemoryInMiB: 256,
    SubnetId: "development",
    ImageName: "base/debian-13",
    MinimumFreeBytes: 2 ** 24,
  };
  ({ ip } = await alice.create({ ...vm, ConsoleType: "vnc", Hostname: "screen" }));
});

afterAll(async () => {
  await simulation.close();
});

async function client(): Promise<TestClient> {
  const server = simulation.hypervisors[0];
  if (server === undefined) throw new Error("no hypervisor");
  return TestClient.connect(server, simulation, "alice");
}

/** A viewer past the handshake. */
async function viewer(): Promise<{
  duplex: Duplex;
  read: (length: number) => Promise<Buffer>;
  width: number;
  height: number;
}> {
  const stream = await (await client()).open("ConnectToVmConsole");
  await stream.send({ IpAddress: ip });
  expect((await stream.receive())?.Error).toBe("");
  const duplex = stream.raw.duplex();
  let held = Buffer.alloc(0);
  const chunks = duplex[Symbol.asyncIterator]();
  const read = async (length: number) => {
    while (held.length < length) held = Buffer.concat([held, (await chunks.next()).value as Buffer]);
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
  expect((await read(12)).toString()).toBe("RFB 003.008\n");
  duplex.write("RFB 003.008\n");
  expect([...(await read(2))]).toEqual([1, 1]);
  duplex.write(Buffer.from([1]));
  expect((await read(4)).readUInt32BE()).toBe(0);
  duplex.write(Buffer.from([1]));
  const head = await read(24);
  expect((await read(head.readUInt32BE(20))).toString()).toBe("QEMU (screen)");
  return { duplex, read, width: head.readUInt16BE(0), height: head.readUInt16BE(2) };
}

function request(incremental: boolean, width: number, height: number): Buffer {
  const message = Buffer.alloc(10);
  message.set([3, incremental ? 1 : 0]);
  message.writeUInt16BE(width, 6);
  message.writeUInt16BE(height, 8);
  return message;
}

it("draws the whole picture raw, then what a key changed", async () => {
  const { duplex, read, width, height } = await viewer();
  duplex.write(request(false, width, height));
  const area = async () => {
    const rectangles = (await read(4)).readUInt16BE(2);
    let sum = 0;
    for (let index = 0; index < rectangles; index++) {
      const head = await read(12);
      expect(head.readInt32BE(8)).toBe(0);
      const size = head.readUInt16BE(4) * head.readUInt16BE(6);
      await read(size * 4);
      sum += size;
    }
    return sum;
  };
  expect(await area()).toBe(width * height);
  duplex.write(Buffer.from([4, 1, 0, 0, 0, 0, 0, 0x61]));
  duplex.write(request(true, width, height));
  expect(await area()).toBeLessThan(width * height);
  duplex.destroy();
});

it("compresses with ZRLE in one stream", async () => {
  const { duplex, read, width, height } = await viewer();
  duplex.write(Buffer.from([2, 0, 0, 1, 0, 0, 0, 16]));
  duplex.write(request(false, width, height));
  const inflate = createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
  let bytes = 0;
  inflate.on("data", (data: Buffer) => {
    bytes += data.length;
  });
  const rectangles = (await read(4)).readUInt16BE(2);
  expect(rectangles).toBeGreaterThan(0);
  for (let index = 0; index < rectangles; index++) {
    const head = await read(12);
    expect(head.readInt32BE(8)).toBe(16);
    inflate.write(await read((await read(4)).readUInt32BE()));
  }
  await new Promise<void>((resolve) => inflate.flush(() => resolve()));
  expect(bytes).toBeGreaterThan(1000);
  duplex.destroy();
});

it("refuses a VM without a graphical console", async () => {
  const alice = await client();
  const vm = {
    MilliCPUs: 250,
    MemoryInMiB: 256,
    SubnetId: "development",
    ImageName: "base/debian-13",
    MinimumFreeBytes: 2 ** 24,
  };
  const plain = await alice.create(vm);
  const stream = await alice.open("ConnectToVmConsole");
  await stream.send({ IpAddress: plain.ip });
  expect((await stream.receive())?.Error).toBe("VNC console is not enabled");
  stream.raw.finish();
  await alice.connection.ping();
});
