import { Update, VmInfo, wireTypeOf, zeroOf } from "@stackdeck/api-types";
import { type CallStream, GobEncoder, type ServerTls, SrpcServer } from "@stackdeck/srpc";
import type { TorrentResult } from "./scale-fleet.ts";

/** Updates a real hypervisor keeps for a subscriber that does not read before it cuts it off. */
const queueLength = 16;
const tickMs = 5;

/** Streams that announce changes far faster than machines do, each from a server of its own. */
export interface Torrent {
  readonly addresses: readonly string[];
  run(perSecond: number, seconds: number): Promise<TorrentResult>;
  close(): Promise<void>;
}

/** One server whose only method is the update stream. */
class TorrentServer {
  readonly #number: number;
  readonly #vms: number;
  readonly #server: SrpcServer;
  #stream: CallStream | undefined;
  #changes: readonly Buffer[] = [];
  #waiting = 0;
  #sent = 0;
  #cut = 0;
  port = 0;

  constructor(number: number, vms: number, tls: ServerTls) {
    this.#number = number;
    this.#vms = vms;
    this.#server = new SrpcServer({ tls, requireTls: true });
    this.#server.register("Hypervisor", "GetUpdates", {
      kind: "raw",
      public: true,
      handle: (_context, stream) => this.#serve(stream),
    });
  }

  async listen(): Promise<void> {
    this.port = (await this.#server.listen(0, "127.0.0.1")).port;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  /** Announces so many changes, one message each, as a hypervisor does. */
  announce(count: number): void {
    if (count === 0 || this.#stream === undefined) return;
    if (this.#waiting > queueLength + count) {
      this.#cut += 1;
      this.#stream.abort();
      return;
    }
    const messages = Array.from({ length: count }, (_, i) => this.#changes[(this.#sent + i) % this.#vms]!);
    this.#sent += count;
    this.#write(Buffer.concat(messages), count);
  }

  /** What was sent since the last time, and how often the reader was too slow. */
  take(): TorrentResult {
    const result = { sent: this.#sent, cut: this.#cut };
    this.#sent = 0;
    this.#cut = 0;
    return result;
  }

  /** Everything is encoded beforehand: the benchmark must not be slower than what it measures. */
  async #serve(stream: CallStream): Promise<void> {
    const encoder = new GobEncoder();
    const encode = (update: Partial<Update>) =>
      encoder.encode(wireTypeOf(Update), { ...zeroOf(Update), HaveVMs: true, ...update });
    const ips = Array.from({ length: this.#vms }, (_, index) => this.#ip(index));
    const VMs = Object.fromEntries(ips.map((ip) => [ip, this.#vm(ip, "0")]));
    this.#stream = stream;
    this.#waiting = 0;
    this.#write(encode({ VMs, HealthStatus: "healthy" }), 1);
    this.#changes = ips.map((ip) => encode({ VMs: { [ip]: this.#vm(ip, "1") } }));
    for (;;) if ((await stream.read()) === undefined) return;
  }

  #write(bytes: Buffer, messages: number): void {
    this.#waiting += messages;
    this.#stream?.write(bytes).then(
      () => {
        this.#waiting -= messages;
      },
      () => {
        this.#stream = undefined;
      },
    );
  }

  #ip(index: number): string {
    return `11.${this.#number % 256}.${Math.floor(index / 250)}.${(index % 250) + 1}`;
  }

  #vm(ip: string, tick: string): VmInfo {
    return {
      ...zeroOf(VmInfo),
      Address: { IpAddress: ip, MacAddress: "52:54:00:00:00:01" },
      Hostname: `torrent-${ip}`,
      State: "running",
      MemoryInMiB: 1024,
      MilliCPUs: 500,
      OwnerUsers: ["alice"],
      Tags: { tick, env: "production" },
    };
  }
}

/** Starts the servers on free loopback ports. */
export async function startTorrent(tls: ServerTls, count: number, vms: number): Promise<Torrent> {
  const servers = Array.from({ length: count }, (_, number) => new TorrentServer(number, vms, tls));
  for (const server of servers) await server.listen();
  return {
    addresses: servers.map(({ port }) => `127.0.0.1:${port}`),
    run: (perSecond, seconds) => pour(servers, perSecond, seconds),
    close: async () => void (await Promise.all(servers.map((server) => server.close()))),
  };
}

function pour(servers: readonly TorrentServer[], perSecond: number, seconds: number): Promise<TorrentResult> {
  const start = performance.now();
  let done = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const elapsed = Math.min(seconds, (performance.now() - start) / 1000);
      const each = Math.floor((elapsed * perSecond) / servers.length) - done;
      done += each;
      for (const server of servers) server.announce(each);
      if (elapsed < seconds) return;
      clearInterval(timer);
      const all = servers.map((server) => server.take());
      const sum = (pick: (one: TorrentResult) => number) => all.reduce((total, one) => total + pick(one), 0);
      resolve({ sent: sum((one) => one.sent), cut: sum((one) => one.cut) });
    }, tickMs);
  });
}
