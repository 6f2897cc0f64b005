/** The virtualiser's program and the machines it can emulate. */
import type { VmInfo } from "@stackdeck/api-types";

type Architecture = "amd64" | "arm64";

interface Program {
  readonly name: string;
  /** Machine types it knows; the first is taken for `auto`. */
  readonly machines: readonly [string, ...string[]];
}

const programs: Readonly<Record<Architecture, Program>> = {
  amd64: { name: "qemu-system-x86_64", machines: ["pc", "q35"] },
  arm64: { name: "qemu-system-aarch64", machines: ["virt"] },
};

type Machine = Pick<VmInfo, "ArchitectureType" | "MachineType">;

/** The program that runs a VM. */
export function programOf({ ArchitectureType: type }: Machine, host: Architecture): Program {
  return programs[type === "amd64" || type === "arm64" ? type : host];
}

/** The machine type that a VM is started with. */
export function machineOf(info: Machine, host: Architecture): string {
  const { MachineType: type } = info;
  return type === undefined || type === "auto" ? programOf(info, host).machines[0] : type;
}

/**
 * Why the virtualiser does not come up with this machine type, in its own words; undefined when it does. Hypervisors take
 * every type they know, whatever the architecture: that it does not fit shows at the next start.
 */
export function machineRefusal(info: Machine, host: Architecture): string | undefined {
  const { name, machines } = programOf(info, host);
  if (machines.includes(machineOf(info, host))) return undefined;
  const words = `${name}: unsupported machine type\nUse -machine help to list supported machines\n`;
  return `error starting QEMU: exit status 1: ${words}`;
}
