import type { Duplex } from "node:stream";
import { consoleCloseCodes } from "@stackdeck/api-types";
import type { WebSocket } from "ws";
import { type BridgeEnd, bridgeBytes } from "./byte-bridge.ts";
import { entryRight } from "./console-entry.ts";
import type { ConsoleCaller, ConsoleChannels, ConsoleVm, ConsoleVms } from "./console-ports.ts";
import { bridgeManager } from "./manager-bridge.ts";
import { RfbGate } from "./rfb-gate.ts";
import { upstreamFailure } from "./upstream-errors.ts";

/**
 * `connecting`: the hypervisor is asked. `joined`: bytes flow. `closing`: the viewer was told why it ends; what was sent
 * before still arrives. `ended`: nothing is held any more.
 */
export type BridgeState = "connecting" | "joined" | "closing" | "ended";

/** What a session needs of a viewer's WebSocket. */
export type ViewerWebSocket = Pick<
  WebSocket,
  "on" | "once" | "send" | "close" | "pause" | "resume" | "readyState" | "OPEN" | "bufferedAmount"
>;

export interface BridgeSessionOptions {
  readonly socket: ViewerWebSocket;
  /** The connection below the WebSocket. */
  readonly connection: Duplex;
  readonly vm: ConsoleVm;
  readonly kind: "vnc" | "manager";
  readonly caller: ConsoleCaller;
  /** Nothing the viewer does reaches the VM. */
  readonly watchOnly: boolean;
  readonly vms: ConsoleVms;
  readonly channels: ConsoleChannels;
}

/**
 * One viewer of a VM's screen or monitor: a channel to the hypervisor of its own, for as long as the VM runs and the
 * viewer may see it.
 */
export class BridgeSession {
  readonly #o: BridgeSessionOptions;
  readonly #attempt = new AbortController();
  #unwatch = (): void => undefined;
  #state: BridgeState = "connecting";

  constructor(options: BridgeSessionOptions) {
    this.#o = options;
    options.socket.once("close", () => {
      this.#state = "ended";
      this.#unwatch();
      this.#attempt.abort();
    });
  }

  get state(): BridgeState {
    return this.#state;
  }

  /** Asks the hypervisor and joins both ends. Never rejects: a failure closes the socket with its reason. */
  async open(): Promise<void> {
    const { vms, vm, kind, channels } = this.#o;
    // The hypervisor says nothing when the VM stops: the screen would stay as it was.
    this.#unwatch = vms.watch(vm.ipAddress, (now) => this.#vmChanged(now));
    try {
      const channel = await channels.open(kind, vm.ipAddress, this.#attempt.signal);
      if (this.#state === "connecting") this.#join(channel);
      else dispose(channel);
    } catch (error) {
      this.#failed(error);
    }
  }

  #join(channel: Duplex): void {
    this.#state = "joined";
    const { socket, connection, kind, watchOnly } = this.#o;
    const ended = (by: BridgeEnd): void => {
      if (by === "protocol") this.#close(1008, "Only watching: that message is not known.");
      if (by === "upstream")
        this.#close(consoleCloseCodes.upstreamFailed, "The hypervisor closed the console.");
    };
    if (kind === "manager") bridgeManager(socket, channel, () => ended("upstream"));
    else bridgeBytes(channel, { socket, connection, gate: new RfbGate(!watchOnly), ended });
  }

  #vmChanged(now: ConsoleVm | undefined): void {
    const { vm, kind, caller } = this.#o;
    if (now === undefined || now.identity !== vm.identity)
      this.#close(consoleCloseCodes.vmDestroyed, "The VM was destroyed.");
    else if (now.fresh && now.state !== "running")
      this.#close(consoleCloseCodes.wrongState, `The VM is ${now.state}.`);
    else if (!caller.may(entryRight[kind], now) || (!this.#o.watchOnly && !caller.may("write", now)))
      this.#close(consoleCloseCodes.forbidden, "You may no longer use this VM's console.");
  }

  #failed(error: unknown): void {
    const failure = upstreamFailure(error, 0);
    const noVnc = failure.hypervisorError.includes("VNC console is not enabled");
    const code = noVnc ? consoleCloseCodes.noVnc : consoleCloseCodes.upstreamFailed;
    this.#close(code, failure.text);
  }

  #close(code: number, reason: string): void {
    if (this.#state === "closing" || this.#state === "ended") return;
    this.#state = "closing";
    this.#attempt.abort();
    this.#o.socket.close(code, reason);
  }
}

function dispose(channel: Duplex): void {
  // It may break while it ends; nobody is there to mind.
  channel.on("error", () => undefined);
  channel.destroy();
}
