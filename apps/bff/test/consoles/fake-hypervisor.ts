import { Duplex } from "node:stream";
import type { BootLogs, ConsoleChannels, ConsoleVm, ConsoleVms } from "../../src/consoles/console-ports.ts";

/** The far end of a byte channel: says what the test says, remembers what it was told. */
export class FakeChannel extends Duplex {
  readonly written: Buffer[] = [];
  /** When set, what is written is not taken. */
  stuck = false;
  pauses = 0;

  constructor() {
    super({ autoDestroy: true });
  }

  say(text: string | Buffer): void {
    this.push(Buffer.from(text));
  }

  override pause(): this {
    this.pauses += 1;
    return super.pause();
  }

  override _read(): void {
    // Bytes come when the test says so.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written.push(chunk);
    if (!this.stuck) done();
  }

  get typed(): string {
    return Buffer.concat(this.written).toString();
  }
}

/** A hypervisor that answers each attempt as the test prepared it. */
export class FakeHypervisor implements ConsoleChannels, BootLogs {
  readonly channels: FakeChannel[] = [];
  /** Answers to the next attempts; afterwards all succeed. */
  readonly refusals: string[] = [];
  attempts = 0;
  bootLog: string | undefined;
  /** When set, the boot log does not come. */
  bootLogHangs = false;

  async open(): Promise<FakeChannel> {
    this.attempts += 1;
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw new Error(refusal);
    const channel = new FakeChannel();
    this.channels.push(channel);
    return channel;
  }

  async fetch(): Promise<Buffer | undefined> {
    if (this.bootLogHangs) return new Promise(() => undefined);
    return this.bootLog === undefined ? undefined : Buffer.from(this.bootLog);
  }

  /** The channel that was opened last. */
  get channel(): FakeChannel {
    const last = this.channels.at(-1);
    if (last === undefined) throw new Error("no channel was opened");
    return last;
  }
}

export const runningVm: ConsoleVm = {
  ipAddress: "10.0.0.7",
  name: "web1",
  state: "running",
  consoleType: "vnc",
  identity: "2026-01-01T00:00:00Z",
  fresh: true,
};

/** An inventory of one VM. */
export class FakeVms implements ConsoleVms {
  vm: ConsoleVm | undefined = runningVm;
  readonly #listeners = new Set<(vm: ConsoleVm | undefined) => void>();

  get(): ConsoleVm | undefined {
    return this.vm;
  }

  watch(_ipAddress: string, listener: (vm: ConsoleVm | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** How many follow the VM. */
  get followers(): number {
    return this.#listeners.size;
  }

  change(vm: ConsoleVm | undefined): void {
    this.vm = vm;
    for (const listener of [...this.#listeners]) listener(vm);
  }
}
