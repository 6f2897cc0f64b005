import type { Clock, Timer } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import { between, pick } from "../base/random.ts";
import type { SimulatedHypervisor } from "../server/simulated-hypervisor.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import { startManaging } from "../state/lifecycle.ts";
import type { Vm } from "../state/vm.ts";

/** Tag that life changes: something to see in a list. */
const DEPLOYED = "deployed";

/** Lets the VMs of a demo live: a deployment here, a crash there, a reboot now and then. Repeatable from its seed. */
export class Life {
  readonly #options: {
    clock: Clock;
    random: Random;
    everyMs: number;
    hypervisors: () => readonly SimulatedHypervisor[];
  };
  #timer: Timer | undefined;
  #version = 40;

  constructor(options: {
    readonly clock: Clock;
    readonly random: Random;
    /** Mean time between two events, in ms. */
    readonly everyMs: number;
    readonly hypervisors: () => readonly SimulatedHypervisor[];
  }) {
    this.#options = options;
    this.#schedule();
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** One event. */
  step(): void {
    const { random, hypervisors } = this.#options;
    const { state: hypervisor } = pick(random, hypervisors());
    const chance = random.next();
    if (chance < 0.72) this.#deploy(hypervisor);
    else if (chance < 0.8) this.#crash(hypervisor);
    else if (chance < 0.93) this.#start(hypervisor);
    else this.#reboot(hypervisor);
  }

  #schedule(): void {
    const { clock, random, everyMs } = this.#options;
    this.#timer = clock.after(everyMs * (0.5 + random.next()), () => {
      this.step();
      this.#schedule();
    });
  }

  #deploy(hypervisor: Hypervisor): void {
    const vm = this.#some(hypervisor, (one) => one.state === "running");
    if (vm === undefined) return;
    this.#version += between(this.#options.random, 0, 1);
    vm.info.Tags = { ...vm.info.Tags, [DEPLOYED]: `v2.${this.#version}` };
    hypervisor.announce(vm);
  }

  #crash(hypervisor: Hypervisor): void {
    const vm = this.#some(
      hypervisor,
      (one) => one.state === "running" && one.info.Tags?.["env"] !== "production",
    );
    if (vm !== undefined) hypervisor.virtualisers.get(vm.ip)?.crash();
  }

  #start(hypervisor: Hypervisor): void {
    const vm = this.#some(hypervisor, (one) => one.state === "crashed" || one.state === "stopped");
    if (vm === undefined || hypervisor.disabled) return;
    hypervisor.setState(vm, "starting");
    startManaging(hypervisor, vm, { dhcpTimeout: 0 }).catch(() => {});
  }

  #reboot(hypervisor: Hypervisor): void {
    const vm = this.#some(hypervisor, (one) => one.state === "running");
    if (vm !== undefined) hypervisor.virtualisers.get(vm.ip)?.reset();
  }

  /** A VM that nobody is busy with: life never touches what a person made or works on. */
  #some(hypervisor: Hypervisor, fits: (vm: Vm) => boolean): Vm | undefined {
    const candidates = [...hypervisor.vms.values()].filter(
      (vm) =>
        vm.createRequest === undefined &&
        !vm.mutationsBlocked &&
        vm.info.Tags?.["role"] !== undefined &&
        hypervisor.virtualisers.get(vm.ip)?.isWatched !== true &&
        fits(vm),
    );
    return candidates.length === 0 ? undefined : pick(this.#options.random, candidates);
  }
}
