import type { VmInfo } from "@stackdeck/api-types";
import type { Clock, Timer } from "../base/clock.ts";
import type { DhcpAnswer } from "../network/dhcp-service.ts";
import type { Pace } from "../state/options.ts";
import { Guest } from "./guest.ts";
import { type MonitoredMachine, monitorEvent } from "./monitor.ts";

/** Why a virtualiser process ended. */
export type ExitReason = "powerdown" | "crash" | "killed" | "watchdog";

/** What a virtualiser tells the hypervisor, and asks it. */
export interface VirtualiserEvents {
  info(): VmInfo;
  exited(reason: ExitReason): void;
  /** The guest asks for its address. */
  booting(): DhcpAnswer;
  requestedMetadata(path: string): void;
  /** Content of the metadata service. */
  metadata(path: string): Buffer | undefined;
}

export interface VirtualiserOptions {
  readonly info: VmInfo;
  readonly clock: Clock;
  readonly pace: Pace;
  /** When the guest was switched on, if that was not now. */
  readonly bootedAt?: number | undefined;
  /** The firmware looks for a system on the network before it turns to the disks; at the first boot only. */
  readonly netboot?: boolean | undefined;
}

/** Between two questions of the firmware for an address, and for how long it asks. */
const NETBOOT_RETRY_MS = 2000;
const NETBOOT_PATIENCE_MS = 60_000;

/** Paths a guest asks the metadata service for while it boots. */
const BOOT_REQUESTS = [
  "/latest/meta-data/instance-id",
  "/latest/dynamic/instance-identity/document",
  "/latest/user-data",
];

/** Ports on which a guest of this role listens. */
function openPorts(info: VmInfo): readonly number[] {
  const role = info.Tags?.["role"] ?? "";
  const more: Readonly<Record<string, readonly number[]>> = {
    web: [80, 443],
    "web-staging": [80, 443],
    api: [8080],
    db: [5432],
    "db-staging": [5432],
    cache: [6379],
    metrics: [9090],
  };
  return [22, 6910, ...(Object.hasOwn(more, role) ? (more[role] ?? []) : [])];
}

/** A client of the control channel. */
export interface MonitorClient {
  write(text: string): void;
  end(): void;
}

/** The process that runs a VM. Cheap until somebody looks inside: the guest is made on first use. */
export class Virtualiser {
  readonly startedAt: number;
  /** The console the process was started with; a later change shows at the next start. */
  readonly hasVnc: boolean;
  readonly #options: VirtualiserOptions;
  #events: VirtualiserEvents | undefined;
  #guest: Guest | undefined;
  /** Infinite while the firmware still looks for a system. */
  #bootedAt: number;
  #timers = new Set<Timer>();
  #isOver = false;
  #isPaused = false;
  readonly #monitors = new Set<MonitorClient>();

  constructor(options: VirtualiserOptions) {
    this.#options = options;
    this.startedAt = options.clock.now();
    this.#bootedAt =
      options.bootedAt ?? (options.netboot === true ? Number.POSITIVE_INFINITY : this.startedAt);
    this.hasVnc = options.info.ConsoleType === "vnc";
    if (options.bootedAt !== undefined) return;
    if (options.netboot === true) this.#askNetwork(this.startedAt + NETBOOT_PATIENCE_MS);
    else this.#scheduleBoot();
  }

  /** Who is told; a restarted server connects anew. */
  connect(events: VirtualiserEvents): void {
    this.#events = events;
  }

  get bootedAt(): number {
    return this.#bootedAt;
  }

  /** True once the guest's services are up. */
  get isBooted(): boolean {
    return this.#options.clock.now() >= this.#bootedAt + this.#options.pace.boot;
  }

  /** True if a service of the booted guest listens there. */
  isPortOpen(port: number): boolean {
    return this.isBooted && openPorts(this.#events?.info() ?? this.#options.info).includes(port);
  }

  /** Somebody looks at one of its consoles. */
  get isWatched(): boolean {
    return this.#guest?.isWatched ?? false;
  }

  /** The machine inside. */
  get guest(): Guest {
    this.#guest ??= new Guest({
      clock: this.#options.clock,
      pace: this.#options.pace,
      bootedAt: this.#bootedAt,
      info: () => this.#events?.info() ?? this.#options.info,
      metadata: (path) => {
        this.#events?.requestedMetadata(path);
        return this.#events?.metadata(path);
      },
      reboot: () => this.reset(),
      powerOff: () => this.#shutDown(),
      crash: () => this.crash(),
    });
    return this.#guest;
  }

  /** Adds a client of the control channel; the result takes it away again. */
  joinMonitor(client: MonitorClient): () => void {
    this.#monitors.add(client);
    return () => void this.#monitors.delete(client);
  }

  /** Output of the control channel, shared by all its clients. */
  monitorWrite(text: string): void {
    for (const client of this.#monitors) client.write(text);
  }

  /** The machine as its control channel sees it. */
  get monitored(): MonitoredMachine {
    return {
      isPaused: this.#isPaused,
      pause: (paused) => {
        this.#isPaused = paused;
        this.#tell(paused ? "STOP" : "RESUME");
      },
      powerDown: () => this.pressPowerButton(),
      reset: () => this.reset(),
      quit: () => {
        this.#tell("SHUTDOWN", { guest: false, reason: "host-qmp-quit" });
        // No guest has asked for it: to the hypervisor it looks like a crash. The answer goes out first.
        this.#after(0, () => this.#end("crash"));
      },
    };
  }

  /** Asks the guest for an orderly shutdown. */
  pressPowerButton(): void {
    this.#tell("POWERDOWN");
    this.#shutDown();
  }

  #shutDown(): void {
    this.#guest?.shuttingDown();
    this.#after(this.#options.pace.stop, () => {
      this.#tell("SHUTDOWN", { guest: true, reason: "guest-shutdown" });
      this.#end("powerdown");
    });
  }

  /** Ctrl-alt-delete or the guest's own wish: boots again, the process goes on. */
  reset(): void {
    this.#after(this.#options.pace.stop, () => {
      this.#tell("RESET", { guest: true, reason: "guest-reset" });
      this.#bootedAt = this.#options.clock.now();
      this.#guest?.rebooted(this.#bootedAt);
      this.#scheduleBoot();
    });
  }

  kill(): void {
    this.#end("killed");
  }

  crash(): void {
    this.#end("crash");
  }

  /** The watchdog of the machine fired with the action `poweroff`. */
  watchdog(): void {
    this.#end("watchdog");
  }

  dispose(): void {
    this.#isOver = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#guest?.dispose();
    this.#guest = undefined;
    for (const client of this.#monitors) client.end();
    this.#monitors.clear();
  }

  #tell(event: string, data?: object): void {
    this.monitorWrite(monitorEvent(event, this.#options.clock.now(), data));
  }

  /** What the firmware loads asks for its address once more, as every system does; without an answer the disk is next. */
  #askNetwork(until: number): void {
    const { clock } = this.#options;
    this.#after(NETBOOT_RETRY_MS, () => {
      if (this.#bootedAt !== Number.POSITIVE_INFINITY) return;
      const answer = this.#events?.booting() ?? "none";
      if (answer === "none" && clock.now() < until) return this.#askNetwork(until);
      this.#bootedAt = clock.now();
      this.#guest?.loaded(this.#bootedAt, answer);
      this.#scheduleBoot();
    });
  }

  #scheduleBoot(): void {
    const { boot } = this.#options.pace;
    this.#after(boot * 0.4, () => this.#events?.booting());
    for (const [index, path] of BOOT_REQUESTS.entries()) {
      this.#after(boot * (0.5 + index * 0.05), () => this.#events?.requestedMetadata(path));
    }
  }

  #after(ms: number, action: () => void): void {
    const timer = this.#options.clock.after(ms, () => {
      this.#timers.delete(timer);
      if (!this.#isOver) action();
    });
    this.#timers.add(timer);
  }

  #end(reason: ExitReason): void {
    if (this.#isOver) return;
    this.#events?.exited(reason);
  }
}
