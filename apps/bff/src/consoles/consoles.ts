import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { ConsoleContext, Viewer, VmSighting } from "../fleet/byte-channels.ts";
import { systemClock } from "./clock.ts";
import type { ConsoleAudit, ConsoleCaller, ConsoleChannels, ConsoleVm, ConsoleVms } from "./console-ports.ts";
import { ConsoleSockets } from "./console-sockets.ts";
import { SerialHub } from "./serial-hub.ts";
import { FileJournals } from "./serial-journal.ts";
import { defaultSerialLimits, type SerialLimits } from "./serial-limits.ts";

export interface ConsolesOptions {
  readonly context: ConsoleContext;
  /** When the VM was created: tells it from a later one with the same address. "" when unknown. */
  readonly createdOn: (ipAddress: string) => string;
  /** The hypervisor's boot log of a VM. */
  readonly bootLog: (ipAddress: string, signal: AbortSignal) => Promise<Buffer | undefined>;
  /** Whether the viewer may take the keyboard from others without asking. */
  readonly mayTakeKeyboard: (viewer: Viewer, ipAddress: string) => boolean;
  /** Folder for histories that outlive a restart; undefined keeps them in memory only. */
  readonly directory: string | undefined;
  readonly limits?: Partial<SerialLimits>;
  readonly consolesPerUser?: number;
}

/** All consoles of the server. */
export interface Consoles {
  /** Takes the upgrade of a console's WebSocket; false when the request is for something else. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  readonly hub: SerialHub;
  /** Number of open console sockets. */
  readonly count: number;
  /** Ends all consoles and saves their histories. */
  stop(): Promise<void>;
}

const defaultConsolesPerUser = 64;

/** Builds the consoles on what the rest of the server gives them. */
export function createConsoles(options: ConsolesOptions): Consoles {
  const { context } = options;
  const clock = systemClock;
  const vms = vmsOf(options);
  const channels: ConsoleChannels = {
    open: async (kind, ipAddress, signal) =>
      (await context.channels.open(ipAddress, kind, { signal })).duplex(),
  };
  const audit = auditOf(context);
  const limits = { ...defaultSerialLimits, ...options.limits };
  const hub = new SerialHub({
    vms,
    channels,
    bootLogs: { fetch: options.bootLog },
    journals: options.directory === undefined ? undefined : new FileJournals(options.directory, clock),
    limits,
    clock,
    onKeyboard: (caller, ipAddress, what) => {
      const detail = `keyboard ${what}`;
      audit.record({ caller, ipAddress, kind: "serial", action: "keyboard", detail }).catch(() => undefined);
    },
  });
  const sockets = new ConsoleSockets({
    hub,
    vms,
    channels,
    audit,
    clock,
    authenticate: async (request) => {
      const viewer = await context.guard.check(request);
      return "status" in viewer ? viewer : callerOf(viewer, options);
    },
    consolesPerUser: options.consolesPerUser ?? defaultConsolesPerUser,
    viewersPerVm: limits.viewersPerVm,
  });
  return {
    hub,
    handleUpgrade: (request, socket, head) => sockets.handleUpgrade(request, socket, head),
    get count() {
      return sockets.count;
    },
    stop: async () => {
      await hub.stop();
      sockets.stop();
    },
  };
}

/** The audit log of the server wants the viewer it knows: a caller carries it. */
interface ViewerCaller extends ConsoleCaller {
  readonly viewer: Viewer;
}

const events = { attach: "attached", detach: "detached", refused: "refused", keyboard: "keyboard" } as const;

function auditOf(context: ConsoleContext): ConsoleAudit {
  return {
    record: ({ caller, ipAddress, kind, action, detail }) =>
      context.audit({
        viewer: (caller as ViewerCaller).viewer,
        ip: ipAddress,
        kind,
        event: events[action],
        ...(detail === "" ? {} : { detail }),
      }),
  };
}

function callerOf(viewer: Viewer, options: ConsolesOptions): ViewerCaller {
  const { guard } = options.context;
  return {
    viewer,
    userName: viewer.userName,
    remoteAddress: viewer.remoteAddress,
    sessionEnd: viewer.ended,
    may: (what, vm) => {
      const kind = what === "vnc" || what === "manager" ? what : "serial";
      if (guard.refusalFor(viewer, vm.ipAddress, kind) !== undefined) return false;
      if (what === "watch" || what === "vnc") return true;
      return viewer.mayChange && (what !== "take" || options.mayTakeKeyboard(viewer, vm.ipAddress));
    },
  };
}

function vmsOf(options: ConsolesOptions): ConsoleVms {
  const { vms } = options.context;
  const vmOf = (sighting: VmSighting | undefined): ConsoleVm | undefined =>
    sighting === undefined
      ? undefined
      : {
          ipAddress: sighting.ip,
          name: sighting.hostname || sighting.ip,
          state: sighting.state,
          consoleType: sighting.consoleType,
          identity: options.createdOn(sighting.ip),
          fresh: !sighting.stale,
        };
  return {
    get: (ipAddress) => vmOf(vms.sighting(ipAddress)),
    watch: (ipAddress, listener) => vms.watch(ipAddress, (now) => listener(vmOf(now))),
  };
}
