/**
 * Virtual machines in given states that many tests only have calls refused on, so that they can share them. Made when
 * first asked for, destroyed at the end of the run.
 */
import { check } from "./checks.ts";
import type { OpenCall } from "./client.ts";
import { createVm, destroyVm, prepareForMigration, type TestVm, waitForState } from "./context.ts";
import type { Target } from "./target.ts";

/** States a client can bring a VM into and keep it in, by the protocol alone. */
export const reachableStates = ["stopped", "running", "migrating", "debugging"] as const;
export type ReachableState = (typeof reachableStates)[number];

export class SharedVms {
  readonly #target: Target;
  readonly #byName = new Map<string, Promise<TestVm>>();
  #download: OpenCall | undefined;

  constructor(target: Target) {
    this.#target = target;
  }

  /** A VM that stays in this state. */
  inState(state: ReachableState): Promise<TestVm> {
    return this.#once(state, () => this.#make(state));
  }

  /** A VM on which mutations stay blocked: a download of its volume has begun and waits. */
  blocked(): Promise<TestVm> {
    return this.#once("blocked", async () => {
      const vm = await createVm(this.#target);
      this.#download = await this.#target.callers.owner.open("GetVmVolume");
      await this.#download.send({ IpAddress: vm.ip });
      const { Error: error } = await this.#download.expect();
      check(!error, `GetVmVolume to begin, but it answered: ${error}`);
      return vm;
    });
  }

  async dispose(): Promise<void> {
    await this.#download?.close();
    for (const vm of this.#byName.values()) {
      const made = await vm.catch(() => undefined);
      if (made) await destroyVm(this.#target.callers.admin, made.ip);
    }
  }

  #once(name: string, make: () => Promise<TestVm>): Promise<TestVm> {
    const known = this.#byName.get(name);
    if (known) return known;
    const made = make();
    this.#byName.set(name, made);
    return made;
  }

  async #make(state: ReachableState): Promise<TestVm> {
    const { admin, owner } = this.#target.callers;
    const vm = await createVm(this.#target, { start: state === "running" });
    if (state === "migrating") await prepareForMigration(this.#target, vm.ip, true);
    if (state === "debugging") {
      const image = new Uint8Array(1 << 16);
      await owner.succeed("DebugVmImage", { IpAddress: vm.ip, ImageDataSize: image.length }, image);
    }
    await waitForState(admin, vm.ip, state);
    return vm;
  }
}
