import type { Address, Subnet } from "@stackdeck/api-types";
import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import type { Backend } from "../disk/storage.ts";
import type { ImageCatalogue } from "../images/catalogue.ts";
import type { PeerDialer } from "../server/peers.ts";

/** Which server is imitated: today's, or the one of April 2025 with fewer methods and other habits. */
export type Profile = "newest" | "april-2025";

/** How long things take, in milliseconds. */
export interface Pace {
  /** From `starting` to `running`. */
  readonly start: number;
  /** From `running` to the login prompt. */
  readonly boot: number;
  /** An orderly shutdown of the guest. */
  readonly stop: number;
  /** Fetching an image, and again unpacking it. */
  readonly image: number;
  /** The trial allocation of memory. */
  readonly memoryTrial: number;
  /** A step of a patch. */
  readonly patch: number;
}

/** As fast as it goes: for tests. */
export const INSTANT: Pace = { start: 0, boot: 0, stop: 0, image: 0, memoryTrial: 0, patch: 0 };
/** What people see in the demo. */
export const LIVELY: Pace = {
  start: 700,
  boot: 6_000,
  stop: 1_500,
  image: 900,
  memoryTrial: 300,
  patch: 400,
};

/** Where a migration can be made to fail. */
export type MigrationStep =
  | "prepare"
  | "copy"
  | "stop"
  | "update"
  | "user-data"
  | "start"
  | "commit"
  | "destroy-source";

/** Misbehaviour that can be switched on at any time; all off by default. */
export interface Faults {
  /** A serial client that stops reading freezes the VM, then everybody's owner checks, until a restart. */
  serialFreeze: boolean;
  /** StartVm fails on the lease with this text and leaves the VM in `starting` for ever. */
  leaseFailure: string | undefined;
  /** CreateVm by image name or URL with user data hangs. */
  createHangsOnUserData: boolean;
  /** ReplaceVmUserData of size 0 hangs the VM's lock. */
  userDataHangsOnZero: boolean;
  /** UpdateSubnets applies a delete that leaves free addresses without a subnet, then fails. */
  subnetsHalfFail: boolean;
  /** UpdateSubnets drops the connection after it applied a change or a delete. */
  subnetsDropConnection: boolean;
  /** Added to every start, in ms. */
  startDelay: number;
  /** Every start fails with this text. */
  startError: string | undefined;
  /** The guest never asks for its address. */
  dhcpSilent: boolean;
  /** The guest does not react to the power button. */
  ignoresPowerButton: boolean;
  /** Health text sent to clients. */
  healthStatus: string;
  /** The migration step on this (destination) hypervisor that fails. */
  migrationFailsAt: MigrationStep | undefined;
}

export function noFaults(): Faults {
  return {
    serialFreeze: false,
    leaseFailure: undefined,
    createHangsOnUserData: false,
    userDataHangsOnZero: false,
    subnetsHalfFail: false,
    subnetsDropConnection: false,
    startDelay: 0,
    startError: undefined,
    dhcpSilent: false,
    ignoresPowerButton: false,
    healthStatus: "healthy",
    migrationFailsAt: undefined,
  };
}

export interface HypervisorOptions {
  /** Host name. */
  readonly name: string;
  readonly serialNumber: string;
  readonly architecture: "amd64" | "arm64";
  readonly numCPUs: number;
  readonly memoryInMiB: number;
  readonly subnets: readonly Subnet[];
  /** Addresses registered at first start. */
  readonly addresses: readonly Address[];
  readonly backends: readonly Backend[];
  /** Where VM directories lie. */
  readonly stateDirectory: string;
  readonly images: ImageCatalogue;
  /** The one directory from which `file://` images may be read. */
  readonly localImageDirectory?: string | undefined;
  readonly identityProvider?: string | undefined;
  readonly netbootImage?: string | undefined;
  readonly profile: Profile;
  readonly pace: Pace;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly random: Random;
  /** How other hypervisors are called, for copies and migrations. */
  readonly dialPeer: PeerDialer;
}
