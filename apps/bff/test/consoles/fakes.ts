import { EventEmitter } from "node:events";
import { Duplex } from "node:stream";
import type { SerialServerMessage } from "@stackdeck/api-types";
import type { Clock } from "../../src/consoles/clock.ts";
import type {
  BootLogs,
  ConsoleCaller,
  ConsoleChannels,
  ConsoleVm,
  ConsoleVms,
} from "../../src/consoles/console-ports.ts";
import { SerialHub } from "../../src/consoles/serial-hub.ts";
import { defaultSerialLimits } from "../../src/consoles/serial-limits.ts";
import type { SerialAttachRequest } from "../../src/consoles/serial-session.ts";
import type { ViewerSocket } from "../../src/consoles/viewer-socket.ts";

/** Time that passes when told to. */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #timers: { at: number; action: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  elapsed(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + ms, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets time pass, timer by timer, and everything that follows from it. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.action();
      await settle();
    }
    this.#now = until;
  }
}

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

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

/** A viewer's connection; takes bytes at once unless told to be slow. */
export class FakeSocket implements ViewerSocket {
  readonly messages: SerialServerMessage[] = [];
  /** Bytes and messages in the order they were sent: marks as `«text»`, skips as `«n skipped»`. */
  transcript = "";
  bytes = 0;
  closed: { code: number; reason: string } | undefined;
  slow = false;
  #waiting: (() => void)[] = [];

  sendBytes(bytes: Buffer, taken: () => void): void {
    this.bytes += bytes.length;
    if (bytes.length < 10_000) this.transcript += bytes.toString();
    this.#waiting.push(taken);
    if (!this.slow) this.take();
  }

  sendText(text: string): void {
    const message = JSON.parse(text) as SerialServerMessage;
    this.messages.push(message);
    if (message.type === "mark") this.transcript += `«${message.kind}»`;
    if (message.type === "skipped") this.transcript += `«${message.bytes} skipped»`;
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  /** The network takes what waits. */
  take(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const taken of waiting) taken();
  }

  last<T extends SerialServerMessage["type"]>(
    type: T,
  ): Extract<SerialServerMessage, { type: T }> | undefined {
    return this.messages.findLast((message) => message.type === type) as
      | Extract<SerialServerMessage, { type: T }>
      | undefined;
  }
}

/** A WebSocket of a viewer as the bridges see it; takes bytes at once unless told to be slow. */
export class FakeWebSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState: 0 | 1 | 2 | 3 = 1;
  readonly sent: (Buffer | string)[] = [];
  readonly pings: number[] = [];
  closing: { code: number; reason: string } | undefined;
  bufferedAmount = 0;
  isPaused = false;
  terminated = false;
  slow = false;
  #waiting: (() => void)[] = [];

  send(data: Buffer | string, _options?: unknown, taken: () => void = () => undefined): void {
    this.sent.push(typeof data === "string" ? data : Buffer.from(data));
    this.#waiting.push(taken);
    if (!this.slow) this.take();
  }

  /** The network takes what waits. */
  take(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const taken of waiting) taken();
  }

  get received(): string {
    return this.sent.map((data) => data.toString()).join("");
  }

  /** The viewer sends bytes. */
  says(bytes: Buffer | string): void {
    this.emit("message", Buffer.from(bytes), typeof bytes !== "string");
  }

  close(code: number, reason: string): void {
    if (this.readyState > 1) return;
    this.readyState = 2;
    this.closing = { code, reason };
  }

  /** The connection is gone. */
  gone(): void {
    this.readyState = 3;
    this.emit("close", this.closing?.code ?? 1006, Buffer.from(this.closing?.reason ?? ""));
  }

  terminate(): void {
    this.terminated = true;
    this.gone();
  }

  ping(): void {
    this.pings.push(this.pings.length);
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }
}

/** Somebody; `rights` are what may be done. */
export function caller(
  userName: string,
  rights = ["watch", "write", "vnc"],
): ConsoleCaller & { logout(): void } {
  const end = new AbortController();
  return {
    userName,
    remoteAddress: "192.0.2.1",
    sessionEnd: end.signal,
    may: (what) => rights.includes(what),
    logout: () => end.abort(),
  };
}

export const freshRequest: SerialAttachRequest = {
  resume: undefined,
  wantsKeyboard: true,
  acknowledges: false,
  plain: false,
  wholeHistory: false,
  size: { cols: 80, rows: 24 },
};

/** A hub with everything around it faked. */
export function fakeHub(options: Partial<ConstructorParameters<typeof SerialHub>[0]> = {}) {
  const clock = new FakeClock();
  const hypervisor = new FakeHypervisor();
  const vms = new FakeVms();
  const hub = new SerialHub({
    vms,
    channels: hypervisor,
    bootLogs: hypervisor,
    journals: undefined,
    limits: defaultSerialLimits,
    clock,
    onKeyboard: () => undefined,
    ...options,
  });
  const attach = async (userName: string, request: Partial<SerialAttachRequest> = {}, rights?: string[]) => {
    const socket = new FakeSocket();
    const seat = await hub.attach("10.0.0.7", caller(userName, rights), socket, {
      ...freshRequest,
      ...request,
    });
    await settle();
    return { socket, seat };
  };
  return { clock, hypervisor, vms, hub, attach };
}
