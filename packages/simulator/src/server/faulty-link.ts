import type { AddressInfo, Socket } from "node:net";
import { connect, createServer } from "node:net";

/** What a link does to the bytes that pass it; switch fields at any time. */
export interface LinkFaults {
  /** Delay of every byte towards the client, in ms. */
  latency: number;
  /** Largest segment passed on; 0 leaves them whole. */
  segment: number;
  /** Nothing passes and nothing ends: a peer that is gone without a word. */
  halfOpen: boolean;
  /** New connections are refused. */
  refuse: boolean;
  /** Connections are taken and then left without an answer. */
  silent: boolean;
  /** Bytes a second towards the client; 0 for no limit. */
  bytesPerSecond: number;
  /** Flips a bit of the next chunk towards the client, once. */
  corruptNext: boolean;
}

/** A TCP link with faults in front of a server. */
export class FaultyLink {
  readonly faults: LinkFaults = {
    latency: 0,
    segment: 0,
    halfOpen: false,
    refuse: false,
    silent: false,
    bytesPerSecond: 0,
    corruptNext: false,
  };
  /** Bytes that were passed on towards clients. */
  bytesToClient = 0;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #server = createServer((socket) => this.#accept(socket));
  readonly #sockets = new Set<Socket>();

  private constructor(target: { readonly host: string; readonly port: number }) {
    this.#target = target;
  }

  /** Opens a link on a free loopback port. */
  static async open(target: { readonly host: string; readonly port: number }): Promise<FaultyLink> {
    const link = new FaultyLink(target);
    await new Promise<void>((resolve, reject) => {
      link.#server.once("error", reject);
      link.#server.listen(0, "127.0.0.1", resolve);
    });
    return link;
  }

  get host(): string {
    return "127.0.0.1";
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends of connections that are open, on both sides of the link. */
  get openEnds(): number {
    return this.#sockets.size;
  }

  /** Resets every connection. */
  reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(client: Socket): void {
    this.#track(client);
    if (this.faults.refuse) {
      client.resetAndDestroy();
      return;
    }
    if (this.faults.silent) {
      client.resume();
      return;
    }
    const server = this.#track(connect(this.#target));
    server.setNoDelay(true);
    client.setNoDelay(true);
    void this.#pass(client, server, false);
    void this.#pass(server, client, true);
  }

  #track(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => this.#sockets.delete(socket));
    return socket;
  }

  async #pass(from: Socket, to: Socket, towardsClient: boolean): Promise<void> {
    try {
      for await (const chunk of from) {
        if (this.faults.halfOpen) continue;
        await this.#write(
          to,
          towardsClient ? this.#corrupted(chunk as Buffer) : (chunk as Buffer),
          towardsClient,
        );
      }
    } catch {
      // A broken connection ends below, like a closed one.
    }
    if (!this.faults.halfOpen) to.destroy();
  }

  #corrupted(chunk: Buffer): Buffer {
    if (!this.faults.corruptNext || chunk.length === 0) return chunk;
    this.faults.corruptNext = false;
    const middle = Math.floor(chunk.length / 2);
    chunk[middle] = (chunk[middle] ?? 0) ^ 0x10;
    return chunk;
  }

  async #write(to: Socket, chunk: Buffer, towardsClient: boolean): Promise<void> {
    const { latency, segment, bytesPerSecond } = this.faults;
    if (towardsClient && latency > 0) await wait(latency);
    const size = segment > 0 ? segment : chunk.length;
    for (let start = 0; start < chunk.length; start += size) {
      const part = chunk.subarray(start, start + size);
      if (towardsClient) this.bytesToClient += part.length;
      if (!to.write(part)) await new Promise<void>((resolve) => drained(to, resolve));
      if (towardsClient && bytesPerSecond > 0) await wait((part.length * 1000) / bytesPerSecond);
      else if (segment > 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function drained(socket: Socket, done: () => void): void {
  const end = () => {
    socket.off("drain", end).off("close", end);
    done();
  };
  socket.on("drain", end).on("close", end);
}
