/**
 * What the console bridges need from the rest of the server: a byte channel to the hypervisor that has a VM, news about
 * that VM, and the verdict on a WebSocket upgrade. Nothing else of the fleet is theirs to touch.
 */
import type { IncomingMessage } from "node:http";
import type { CallStream } from "@stackdeck/srpc";

/** Which console of a VM. `manager` is the monitor of the virtualiser (QMP). */
export type ByteChannelKind = "serial" | "vnc" | "manager";

/** Opens byte channels: each one on a connection of its own, which ends with it. */
export interface ByteChannels {
  /**
   * Opens a console of a VM. The returned stream is past the hypervisor's answer: only raw bytes follow.
   * @throws CallError with the hypervisor's own text when it refuses, SrpcError when it cannot be reached
   */
  open(ip: string, kind: ByteChannelKind, options?: { signal?: AbortSignal }): Promise<CallStream>;
}

/** What is known of a VM at one moment. */
export interface VmSighting {
  readonly ip: string;
  readonly hostname: string;
  /** State text as the hypervisor says it ("running"). */
  readonly state: string;
  readonly consoleType: string;
  readonly hypervisor: string;
  /** True while the hypervisor's update stream is not live. */
  readonly stale: boolean;
}

/** Follows single VMs. */
export interface VmWatch {
  /** What is known now; undefined when there is no such VM. */
  sighting(ip: string): VmSighting | undefined;
  /** Calls the listener after every change, with undefined when the VM is gone. Returns the function that ends it. */
  watch(ip: string, listener: (now: VmSighting | undefined) => void): () => void;
}

/** Who asks, once the session and the origin of a request were found good. */
export interface Viewer {
  readonly sessionId: string;
  readonly userName: string;
  readonly groups: readonly string[];
  readonly remoteAddress: string;
  /** False for an API token that may only read: it watches. */
  readonly mayChange: boolean;
  /** Aborted when the session ends (logout, time-out): close what it holds. */
  readonly ended: AbortSignal;
}

/** Why an upgrade is refused, as an HTTP status and a sentence. */
export interface UpgradeRefusal {
  readonly status: 401 | 403 | 404 | 429 | 503;
  readonly reason: string;
}

/** Checks session cookie (or bearer token) and exact Origin of a WebSocket upgrade. */
export interface UpgradeGuard {
  check(request: IncomingMessage): Promise<Viewer | UpgradeRefusal>;
  /** Whether this viewer may use this console of this VM; undefined when it may, else the reason to show. */
  refusalFor(viewer: Viewer, ip: string, kind: ByteChannelKind): string | undefined;
}

/** Told about each console attachment, before it is answered. Rejects when the audit line cannot be written. */
export type ConsoleAudit = (entry: {
  readonly viewer: Viewer;
  readonly ip: string;
  readonly kind: ByteChannelKind;
  readonly event: "attached" | "detached" | "refused" | "keyboard";
  readonly detail?: string;
}) => Promise<void>;

/** Everything a console bridge is given. */
export interface ConsoleContext {
  readonly channels: ByteChannels;
  readonly vms: VmWatch;
  readonly guard: UpgradeGuard;
  readonly audit: ConsoleAudit;
}
