import type { Duplex } from "node:stream";
import type { SerialMarkKind, SerialUpstreamState } from "@stackdeck/api-types";
import { type BootLogMemory, withCarriageReturns } from "./boot-log-memory.ts";
import type { Clock } from "./clock.ts";
import type { BootLogs, ConsoleChannels, ConsoleVm } from "./console-ports.ts";
import { upstreamFailure } from "./upstream-errors.ts";

export interface UpstreamStatus {
  readonly state: SerialUpstreamState;
  readonly text: string;
  readonly hypervisorError: string;
}

export interface SerialUpstreamOptions {
  readonly ipAddress: string;
  readonly channels: ConsoleChannels;
  readonly bootLogs: BootLogs;
  readonly bootLogMemory: BootLogMemory;
  readonly clock: Clock;
  readonly typedBytes: number;
  readonly onBytes: (bytes: Buffer) => void;
  readonly onMark: (kind: SerialMarkKind, text: string) => void;
  readonly onStatus: (status: UpstreamStatus) => void;
}

/** How long live bytes wait for the boot log, which belongs before them. */
const bootLogWaitMs = 2000;
/** Live bytes held back for the boot log; beyond, they go first. The hypervisor must never wait. */
const heldBytesLimit = 1024 * 1024;

/**
 * The one session to a VM's serial port: attaches, reads always, attaches again. A reader that stalls would freeze the
 * hypervisor, so nothing here ever pauses the channel.
 */
export class SerialUpstream {
  readonly #o: SerialUpstreamOptions;
  #status: UpstreamStatus = { state: "connecting", text: "", hypervisorError: "" };
  #vm: ConsoleVm | undefined;
  #channel: Duplex | undefined;
  #attempt: AbortController | undefined;
  #cancelRetry: (() => void) | undefined;
  #failures = 0;
  #held: Buffer[] | undefined;
  #heldBytes = 0;
  #everLive = false;
  #closed = false;

  constructor(options: SerialUpstreamOptions) {
    this.#o = options;
  }

  get status(): UpstreamStatus {
    return this.#status;
  }

  /** The VM as the inventory knows it now; attaches when it has begun to run. */
  vmChanged(vm: ConsoleVm): void {
    const before = this.#vm;
    this.#vm = vm;
    if (this.#closed || this.#channel !== undefined) return;
    if (before?.state === vm.state && before.fresh === vm.fresh) {
      // An owner may have been added: worth one try.
      if (this.#status.state === "refused") this.retry();
      return;
    }
    this.#failures = 0;
    this.retry();
  }

  /** Tries at once. */
  retry(): void {
    if (this.#closed || this.#channel !== undefined || this.#attempt !== undefined) return;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    if (this.#vm?.fresh === true && this.#vm.state !== "running") {
      this.#setStatus("waiting-for-vm", `The VM is ${this.#vm.state}.`);
      return;
    }
    this.#attach();
  }

  /**
   * Types into the VM.
   * @returns the reason when the bytes were not taken, all of them or none
   */
  type(bytes: Buffer): string | undefined {
    const channel = this.#channel;
    if (channel === undefined) return this.#status.text || "Not attached to the VM.";
    if (channel.writableLength + bytes.length > this.#o.typedBytes)
      return "The VM does not take what was typed before.";
    channel.write(bytes);
    return undefined;
  }

  /** Lets the serial port go. Final. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelRetry?.();
    this.#attempt?.abort();
    this.#releaseHeld();
    this.#channel?.destroy();
    this.#channel = undefined;
    this.#setStatus("closed", "");
  }

  #attach(): void {
    const attempt = new AbortController();
    this.#attempt = attempt;
    if (this.#status.state !== "busy-elsewhere" && this.#status.state !== "blocked")
      this.#setStatus("connecting", "Attaching to the serial port.");
    this.#o.channels.open("serial", this.#o.ipAddress, attempt.signal).then(
      (channel) => this.#attached(attempt, channel),
      (error: unknown) => this.#failed(attempt, error),
    );
  }

  #attached(attempt: AbortController, channel: Duplex): void {
    if (this.#attempt !== attempt || this.#closed) {
      channel.on("error", ignore);
      channel.destroy();
      return;
    }
    this.#attempt = undefined;
    this.#failures = 0;
    this.#channel = channel;
    this.#held = [];
    this.#heldBytes = 0;
    channel.on("data", (bytes: Buffer) => this.#received(bytes));
    channel.on("error", ignore);
    channel.on("close", () => this.#lost(channel));
    channel.on("end", () => channel.destroy());
    this.#takeBootLog(channel);
    this.#setStatus("live", "");
  }

  #received(bytes: Buffer): void {
    if (this.#held === undefined) {
      this.#o.onBytes(bytes);
      return;
    }
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > heldBytesLimit) this.#releaseHeld();
  }

  /** What was recorded while nobody was attached comes first, as it is older. */
  #takeBootLog(channel: Duplex): void {
    const waiting = new AbortController();
    const cancel = this.#o.clock.after(bootLogWaitMs, () => waiting.abort());
    const cancelled = new Promise<undefined>((resolve) => {
      waiting.signal.addEventListener("abort", () => resolve(undefined));
    });
    Promise.race([this.#o.bootLogs.fetch(this.#o.ipAddress, waiting.signal), cancelled])
      .catch(() => undefined)
      .then((log) => {
        cancel();
        waiting.abort();
        if (this.#channel === channel && this.#held !== undefined) this.#bootLogArrived(log);
      })
      .catch(() => this.#releaseHeld());
  }

  #bootLogArrived(log: Buffer | undefined): void {
    const again = this.#everLive;
    this.#everLive = true;
    if (log === undefined) {
      if (again) this.#o.onMark("attached", "Attached again; output in between may be missing.");
    } else {
      const news = this.#o.bootLogMemory.take(log);
      if (news.newBoot) this.#o.onMark("boot", "The VM was started");
      if (news.bytes.length > 0) {
        this.#o.onBytes(withCarriageReturns(news.bytes));
        this.#o.onMark("boot-log-end", "Recorded by the hypervisor up to here; live from here on");
      } else if (again && !news.newBoot) this.#o.onMark("attached", "Attached again");
    }
    this.#releaseHeld();
  }

  #releaseHeld(): void {
    const held = this.#held;
    this.#held = undefined;
    this.#everLive = true;
    for (const bytes of held ?? []) this.#o.onBytes(bytes);
  }

  #lost(channel: Duplex): void {
    if (this.#channel !== channel) return;
    this.#releaseHeld();
    this.#channel = undefined;
    if (this.#closed) return;
    const stopped = this.#vm !== undefined && this.#vm.state !== "running";
    this.#o.onMark(
      "detached",
      stopped ? `Serial port closed: the VM is ${this.#vm?.state}` : "The hypervisor closed the serial port",
    );
    this.#retryLater({ state: "connecting", text: "Attaching again.", hypervisorError: "", retryMs: 100 });
    if (stopped) this.retry();
  }

  #failed(attempt: AbortController, error: unknown): void {
    if (this.#attempt !== attempt || this.#closed) return;
    this.#attempt = undefined;
    const failure = upstreamFailure(error, this.#failures);
    this.#failures += 1;
    this.#retryLater(failure);
  }

  #retryLater(failure: UpstreamStatus & { readonly retryMs: number | undefined }): void {
    this.#setStatus(failure.state, failure.text, failure.hypervisorError);
    if (failure.retryMs === undefined) return;
    this.#cancelRetry = this.#o.clock.after(failure.retryMs, () => {
      this.#cancelRetry = undefined;
      this.retry();
    });
  }

  #setStatus(state: SerialUpstreamState, text: string, hypervisorError = ""): void {
    const before = this.#status;
    if (before.state === state && before.text === text && before.hypervisorError === hypervisorError) return;
    this.#status = { state, text, hypervisorError };
    this.#o.onStatus(this.#status);
  }
}

/** What a broken channel says is of no use beyond "it broke"; `close` follows and acts. */
const ignore = (): void => undefined;
