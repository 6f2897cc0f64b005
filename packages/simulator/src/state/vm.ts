import type { CreateVmRequest, State, VmInfo } from "@stackdeck/api-types";
import type { Timer } from "../base/clock.ts";
import type { StoredFile, VmFiles } from "../disk/vm-files.ts";
import { RwLock } from "./locks.ts";
import { AccessToken } from "./tokens.ts";

/** Named pieces of data kept beside the volumes. */
export type BlobName =
  | "user-data.raw"
  | "user-data.raw.old"
  | "identity.cert"
  | "identity.key"
  | "lastPatchLog";

/** What is stored of a VM, besides its blobs. */
export interface VmRecord {
  readonly info: VmInfo;
  readonly files: readonly StoredFile[];
  readonly volumeFiles: readonly string[];
  readonly separateBoot: boolean;
  readonly createRequest?: CreateVmRequest | undefined;
  readonly patchedAt?: number | undefined;
}

export interface VmOptions {
  readonly info: VmInfo;
  readonly files: VmFiles;
  readonly volumeFiles: string[];
  readonly separateBoot: boolean;
}

/** One VM of a hypervisor: its description, its files, and what lives in memory only. */
export class Vm {
  info: VmInfo;
  readonly files: VmFiles;
  /** File name of each volume, in the order of `info.Volumes`. */
  volumeFiles: string[];
  /** Kernel and initrd lie beside the root (SkipBootloader). */
  separateBoot: boolean;
  readonly blobs = new Map<BlobName, Buffer>();
  createRequest: CreateVmRequest | undefined;
  /** What the serial line said in the last run, once that is over; the server keeps it until the next start. */
  lastBootLog: Buffer | undefined;
  /** When the last patch log was written, in ms. */
  patchedAt: number | undefined;
  /** Another call works on the VM: writers are refused. */
  mutationsBlocked = false;
  readonly token = new AccessToken();
  readonly lock = new RwLock();
  /** Set once this process created or copied the VM: only then can it be acknowledged. */
  destroyTimer: Timer | undefined;
  /** During a migration the destination tells nobody about the VM. */
  isSecret = false;
  /** The VM left the hypervisor; late callbacks must do nothing. */
  isGone = false;
  identityRefresher = false;
  readonly #stateWaiters = new Set<() => void>();
  readonly traces = new Set<{ line(path: string): void; end(): void }>();

  constructor(options: VmOptions) {
    this.info = options.info;
    this.files = options.files;
    this.volumeFiles = options.volumeFiles;
    this.separateBoot = options.separateBoot;
  }

  /** The VM's address, which is its key. */
  get ip(): string {
    return this.info.Address.IpAddress ?? "0.0.0.0";
  }

  get state(): State {
    return this.info.State;
  }

  get name(): string {
    return this.info.Tags?.["Name"] ?? this.info.Hostname ?? this.ip;
  }

  record(): VmRecord {
    return {
      info: this.info,
      files: this.files.stored(),
      volumeFiles: this.volumeFiles,
      separateBoot: this.separateBoot,
      ...(this.createRequest !== undefined && { createRequest: this.createRequest }),
      ...(this.patchedAt !== undefined && { patchedAt: this.patchedAt }),
    };
  }

  /** Resolves at the next change of state, or when the VM is gone. */
  stateChange(): Promise<void> {
    return new Promise((resolve) => this.#stateWaiters.add(resolve));
  }

  /** Wakes those who wait for a change. */
  notifyState(): void {
    const waiters = [...this.#stateWaiters];
    this.#stateWaiters.clear();
    for (const wake of waiters) wake();
  }

  /** Waits until the VM has left the given states, or is gone. */
  async leave(...states: State[]): Promise<State | "gone"> {
    while (!this.isGone && states.includes(this.info.State)) await this.stateChange();
    return this.isGone ? "gone" : this.info.State;
  }

  /** File of volume `index`. */
  volumeFile(index: number): string {
    return this.volumeFiles[index] ?? "";
  }
}
