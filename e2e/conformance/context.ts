/** What a test gets: callers of every class, virtual machines of its own, and a place for its clean-up. */
import { check, eventually } from "./checks.ts";
import type { Address, Client, Message } from "./client.ts";
import type { SharedVms } from "./shared-vms.ts";
import type { Target } from "./target.ts";

/** A virtual machine that the test made and that goes away after it. */
export interface TestVm {
  readonly ip: string;
}

export interface NewVmOptions {
  /** Starts it and waits until it runs. */
  readonly start?: boolean;
  /** Further fields of the VmInfo. */
  readonly info?: Message;
  /** Further fields of the CreateVmRequest. */
  readonly request?: Message;
  /** Bytes of the root volume; otherwise it is empty and `emptyRootBytes` long. */
  readonly image?: Uint8Array;
  /** Who creates it; otherwise the owner. */
  readonly creator?: Client;
}

/** Size of the root volume of a test VM: 1 MiB is enough for any server and costs nothing. */
export const emptyRootBytes = 1 << 20;
/** Size of the one further volume every test VM has. */
export const secondaryBytes = 1 << 20;
export const memoryInMiB = 32;

export class TestContext {
  readonly target: Target;
  /** Has method powers for everything. */
  readonly admin: Client;
  /** No powers; creates the test VMs. */
  readonly owner: Client;
  /** No powers; in the group that owns the test VMs. */
  readonly member: Client;
  /** No powers, no shared group. */
  readonly stranger: Client;
  readonly shared: SharedVms;
  readonly #cleanups: (() => Promise<void>)[] = [];

  constructor(target: Target, shared: SharedVms) {
    this.target = target;
    this.shared = shared;
    ({ admin: this.admin, owner: this.owner, member: this.member, stranger: this.stranger } = target.callers);
  }

  /** Runs when the test has ended, last one first. */
  readonly onEnd = (cleanup: () => Promise<void>): void => {
    this.#cleanups.push(cleanup);
  };

  async dispose(): Promise<void> {
    for (const cleanup of this.#cleanups.reverse()) await cleanup();
  }

  /** Creates a VM of the owner, owned also by the member's group; stopped unless `start`. */
  readonly newVm = async (options: NewVmOptions = {}): Promise<TestVm> => {
    const vm = await createVm(this.target, options);
    this.onEnd(() => destroyVm(this.admin, vm.ip));
    return vm;
  };

  /** The second hypervisor; tests that use it say `needsSecond`. */
  get second(): Address {
    check(this.target.second !== undefined, "a second hypervisor");
    return this.target.second;
  }

  readonly vmInfo = (ip: string): Promise<Message> => vmInfo(this.owner, ip);

  /** Access token of a VM, as base64 text. */
  readonly accessToken = async (ip: string): Promise<string> => {
    const answer = await this.owner.ok("GetVmAccessToken", { IpAddress: ip, Lifetime: 60 * 1e9 });
    return String(answer.Token);
  };
}

/** What the hypervisor knows of a VM. */
export async function vmInfo(client: Client, ip: string): Promise<Message> {
  return (await client.ok("GetVmInfo", { IpAddress: ip })).VmInfo as Message;
}

/** A CreateVmRequest for a small VM on the target's subnet. */
export function createRequest(target: Target, options: NewVmOptions = {}): Message {
  return {
    DoNotStart: true,
    SkipMemoryCheck: true,
    ...(options.image ? { ImageDataSize: options.image.length } : { MinimumFreeBytes: emptyRootBytes }),
    Hostname: target.newHostname(),
    MemoryInMiB: memoryInMiB,
    MilliCPUs: 10,
    SubnetId: target.subnetId,
    OwnerGroups: [target.sharedGroup],
    Tags: { purpose: "conformance" },
    SecondaryVolumes: [{ Size: secondaryBytes }],
    ...options.info,
    ...options.request,
  };
}

/** Creates and acknowledges a VM. */
export async function createVm(target: Target, options: NewVmOptions = {}): Promise<TestVm> {
  const creator = options.creator ?? target.callers.owner;
  const { response } = await creator.succeed("CreateVm", createRequest(target, options), options.image);
  const ip = String(response.IpAddress);
  await creator.ok("AcknowledgeVm", { IpAddress: ip });
  if (options.start) await startVm(creator, ip);
  return { ip };
}

/** Starts a VM and waits until it runs. */
export async function startVm(client: Client, ip: string): Promise<void> {
  await client.ok("StartVm", { IpAddress: ip });
  await waitForState(client, ip, "running");
}

export async function waitForState(client: Client, ip: string, state: string): Promise<void> {
  await eventually(`VM ${ip} to be ${state}`, async () => (await vmInfo(client, ip)).State === state);
}

/** Destroys a VM whatever state it is in and waits until it is gone. */
export async function destroyVm(admin: Client, ip: string): Promise<void> {
  await eventually(
    `VM ${ip} to be destroyed`,
    async () => {
      const { VmInfo, Error: error } = await admin.call("GetVmInfo", { IpAddress: ip });
      if (error) return true;
      const info = VmInfo as Message;
      if (info.DestroyProtection)
        await admin.call("ChangeVmDestroyProtection", { IpAddress: ip, DestroyProtection: false });
      if (info.State === "migrating") await giveBackAddress(admin, ip);
      await admin.call("DestroyVm", { IpAddress: ip });
      return false;
    },
    20_000,
  );
}

/**
 * Puts a stopped VM into state migrating, or back. Powers open the method but do not replace ownership, so the caller
 * with powers presents the owner's access token.
 */
export async function prepareForMigration(target: Target, ip: string, enable: boolean): Promise<void> {
  const { admin, owner } = target.callers;
  const { Token } = await owner.ok("GetVmAccessToken", { IpAddress: ip, Lifetime: 60 * 1e9 });
  await admin.ok("PrepareVmForMigration", { IpAddress: ip, Enable: enable, AccessToken: Token });
  await owner.ok("DiscardVmAccessToken", { IpAddress: ip });
}

/** A VM destroyed while migrating would take its address out of the pool with it. */
async function giveBackAddress(admin: Client, ip: string): Promise<void> {
  await admin.call("DiscardVmAccessToken", { IpAddress: ip });
  const { Token } = await admin.call("GetVmAccessToken", { IpAddress: ip, Lifetime: 60 * 1e9 });
  await admin.call("PrepareVmForMigration", { IpAddress: ip, Enable: false, AccessToken: Token });
}
