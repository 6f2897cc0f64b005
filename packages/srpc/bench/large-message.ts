/**
 * One update of 100,000 VMs on its whole way: sent by a server in a process of its own, over TLS, to our client; and how
 * long anything else in the client's process has to wait meanwhile.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { connect } from "../src/client/connect.ts";
import { GobEncoder } from "../src/gob/encoder.ts";
import { CertificateAuthority } from "../src/pki/index.ts";
import { SrpcServer } from "../src/server/srpc-server.ts";
import { newIdentity } from "../src/tls/load-identities.ts";
import { updates } from "./fleet.ts";
import { largeUpdateType, updateType } from "./update-type.ts";

const vms = 100_000;
const tries = 5;

/** What receiving the message does to everything else in the process, in milliseconds. */
export interface LargeMessageTimes {
  readonly bytes: number;
  readonly totalMs: number;
  /** Longest time between two turns of the event loop, collection of garbage included. */
  readonly longestMs: number;
  /** The 99th percentile of those above 1 ms. */
  readonly p99Ms: number;
  /** What was measured: the thread's own time, which others on the machine do not add to, or the clock's. */
  readonly of: "processor time" | "time";
}

interface Meeting {
  readonly port: number;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly bytes: number;
}

/** The server's process: writes where to meet, serves until its standard input ends. */
export async function serveLargeMessage(): Promise<void> {
  const [update] = updates(1, vms);
  const ca = await CertificateAuthority.create("Authority");
  const pair = await ca.issueServer({ name: "server", hosts: ["127.0.0.1"] });
  const client = await ca.issueClient({ userName: "bench" });
  const tls = { cert: pair.certPem, key: pair.keyPem, ca: ca.certPem };
  const server = new SrpcServer({ requireTls: true, tls });
  server.register("Bench", "Get", {
    kind: "raw",
    public: true,
    handle: (_context, stream) => stream.send(updateType, update),
  });
  const { port } = await server.listen(0, "127.0.0.1");
  const bytes = new GobEncoder().encode(updateType, update).length;
  const meeting: Meeting = { port, ca: ca.certPem, cert: client.certPem, key: client.keyPem, bytes };
  console.log(JSON.stringify(meeting));
  process.stdin.resume().on("end", () => process.exit(0));
}

/** The median of a few tries, by the longest block. */
export async function measureLargeMessage(): Promise<LargeMessageTimes> {
  const server = spawn(process.execPath, [process.argv[1] as string, "--one", "serve"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const meeting = await meet(server);
    const all: LargeMessageTimes[] = [];
    for (let i = 0; i < tries; i++) all.push(await receive(meeting));
    return all.sort((a, b) => a.longestMs - b.longestMs)[tries >> 1] as LargeMessageTimes;
  } finally {
    server.stdin?.end();
  }
}

async function meet(server: ChildProcess): Promise<Meeting> {
  for await (const line of createInterface({ input: server.stdout as NodeJS.ReadableStream })) {
    return JSON.parse(line) as Meeting;
  }
  throw new Error("the server did not start");
}

async function receive(meeting: Meeting): Promise<LargeMessageTimes> {
  const identity = newIdentity({ name: "bench", certPem: meeting.cert, keyPem: meeting.key });
  const tls = { identities: [identity], verify: "ca", ca: meeting.ca } as const;
  const connection = await connect({ host: "127.0.0.1", port: meeting.port, tls });
  const started = performance.now();
  const watch = new TurnWatch();
  const stream = await connection.open("Bench.Get");
  const update = await stream.receive<{ VMs: ReadonlyMap<string, object> }>(largeUpdateType);
  const blocks = watch.stop();
  if (update?.VMs.size !== vms) throw new Error("VMs are missing");
  connection.close();
  const long = blocks.filter((ms) => ms > 1);
  return {
    bytes: meeting.bytes,
    totalMs: performance.now() - started,
    longestMs: blocks.at(-1) ?? 0,
    p99Ms: long[Math.floor(long.length * 0.99)] ?? 0,
    of: threadTime() === undefined ? "time" : "processor time",
  };
}

/** Milliseconds this thread has run on a processor, in steps of a few; undefined where the system does not say. */
function threadTime(): number | undefined {
  try {
    const nanoseconds = Number(readFileSync("/proc/thread-self/schedstat", "latin1").split(" ")[0]);
    return nanoseconds > 0 ? nanoseconds / 1e6 : undefined;
  } catch {
    return undefined;
  }
}

/** Notes how long each turn of the event loop took, times when others had the processor aside where that is known. */
class TurnWatch {
  readonly #blocks: number[] = [];
  #clock = performance.now();
  #thread = threadTime();
  #stopped = false;

  constructor() {
    setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    if (this.#stopped) return;
    const [clock, thread] = [performance.now(), threadTime()];
    const ran =
      thread === undefined || this.#thread === undefined ? Number.POSITIVE_INFINITY : thread - this.#thread;
    this.#blocks.push(Math.min(clock - this.#clock, ran));
    this.#clock = clock;
    this.#thread = thread;
    setImmediate(this.#turn);
  };

  /** All turns, the longest last. */
  stop(): readonly number[] {
    this.#turn();
    this.#stopped = true;
    return this.#blocks.sort((a, b) => a - b);
  }
}
