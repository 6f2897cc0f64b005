/** What the consoles need from the rest of the server, as small interfaces. */
import type { Duplex } from "node:stream";

export type ConsoleKind = "serial" | "vnc" | "manager";

/** What consoles know of a VM. */
export interface ConsoleVm {
  readonly ipAddress: string;
  readonly name: string;
  /** As the hypervisor says: "running", "stopped", … */
  readonly state: string;
  readonly consoleType: string;
  /** Tells this VM from a later one with the same address (when it was created). */
  readonly identity: string;
  /** False while its hypervisor is out of reach: what is known is old. */
  readonly fresh: boolean;
}

/** Read side of the inventory. */
export interface ConsoleVms {
  get(ipAddress: string): ConsoleVm | undefined;
  /** Calls back whenever that VM changed or vanished (then with undefined); the returned function ends it. */
  watch(ipAddress: string, listener: (vm: ConsoleVm | undefined) => void): () => void;
}

/** Opens byte channels to the hypervisor that runs a VM. */
export interface ConsoleChannels {
  /**
   * @throws Error whose message ends with the hypervisor's own words when it refused; any other Error when it could not
   *   be reached
   */
  open(kind: ConsoleKind, ipAddress: string, signal: AbortSignal): Promise<Duplex>;
}

/** Output the hypervisor recorded while nobody was attached to the serial port. */
export interface BootLogs {
  /** @returns the whole log since the VM was started, or undefined when there is none */
  fetch(ipAddress: string, signal: AbortSignal): Promise<Buffer | undefined>;
}

/** Who is at the other end of a WebSocket. */
export interface ConsoleCaller {
  readonly userName: string;
  readonly remoteAddress: string;
  /** Aborted when the login session has ended. */
  readonly sessionEnd: AbortSignal;
  /**
   * Whether the caller may do this to the VM now. Asked at attach and again whenever the VM changes.
   * `watch`: see the serial console. `vnc`: see the screen. `write`: type and point. `take`: take the keyboard from
   * somebody else without asking.
   */
  may(what: "watch" | "write" | "take" | "vnc" | "manager", vm: ConsoleVm): boolean;
}

/** One line in the audit log. */
export interface ConsoleAuditEvent {
  readonly action: "attach" | "detach" | "refused" | "keyboard";
  readonly kind: ConsoleKind;
  readonly ipAddress: string;
  readonly caller: ConsoleCaller;
  readonly detail: string;
}

export interface ConsoleAudit {
  /** @throws when the line could not be written: then the console is refused */
  record(event: ConsoleAuditEvent): Promise<void>;
}
