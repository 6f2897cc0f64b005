import type { VmInfo } from "@stackdeck/api-types";
import type { DhcpAnswer } from "../network/dhcp-service.ts";
import { virtualCpus } from "../state/capacity.ts";

/** A line of the boot, and when it appears as a share of the boot time. */
export interface BootLine {
  readonly at: number;
  readonly text: string;
}

const KERNEL = "6.12.9-cloud-amd64";

/** Name of the distribution an image name stands for. */
export function distribution(info: VmInfo): {
  readonly name: string;
  readonly version: string;
  readonly id: string;
} {
  const image = (info.ImageName ?? info.ImageURL ?? "").toLowerCase();
  if (image.includes("ubuntu")) return { name: "Ubuntu", version: "24.04.2 LTS", id: "ubuntu" };
  if (image.includes("rocky")) return { name: "Rocky Linux", version: "9.5", id: "rocky" };
  if (image.includes("alpine")) return { name: "Alpine Linux", version: "3.21", id: "alpine" };
  return { name: "Debian GNU/Linux", version: "13 (trixie)", id: "debian" };
}

/** Release of the guest's kernel. */
export const kernelRelease = KERNEL;

/** What the serial port shows while a guest boots. */
export function bootLines(info: VmInfo): BootLine[] {
  const { name, version } = distribution(info);
  const cpus = virtualCpus(info.MilliCPUs, info.VirtualCPUs ?? 0);
  const host = info.Hostname ?? "localhost";
  const kernel = [
    `Linux version ${KERNEL} (build@kernel) (gcc 14.2.0) #1 SMP PREEMPT_DYNAMIC`,
    `Command line: BOOT_IMAGE=/boot/vmlinuz-${KERNEL} root=LABEL=${rootLabel(info)} ro console=tty0 console=ttyS0,115200n8${info.ExtraKernelOptions ? ` ${info.ExtraKernelOptions}` : ""}`,
    "BIOS-provided physical RAM map:",
    `Memory: ${Math.floor(info.MemoryInMiB * 1024 * 0.96)}K/${info.MemoryInMiB * 1024}K available`,
    `smpboot: Allowing ${cpus} CPUs, 0 hotplug CPUs`,
    `smp: Brought up 1 node, ${cpus} CPU${cpus === 1 ? "" : "s"}`,
    "PCI: Using configuration type 1 for base access",
    "virtio_blk virtio2: [vda] 512-byte logical blocks",
    "EXT4-fs (vda1): mounted filesystem with ordered data mode. Quota mode: none.",
    "Run /sbin/init as init process",
  ];
  const services = [
    "Journal Service",
    "Network Configuration",
    "Time Synchronization",
    "OpenSSH server",
    "System Logging Service",
    "Serial Getty on ttyS0",
  ];
  return [
    ...kernel.map((text, index) => ({
      at: 0.05 + index * 0.025,
      text: `[    ${(0.01 + index * 0.137).toFixed(6)}] ${text}\n`,
    })),
    { at: 0.35, text: `\nWelcome to \x1b[1;36m${name} ${version}\x1b[0m!\n\n` },
    { at: 0.42, text: `[  \x1b[0;32mOK\x1b[0m  ] Set hostname to <${host}>.\n` },
    ...services.map((service, index) => ({
      at: 0.45 + index * 0.08,
      text: `[  \x1b[0;32mOK\x1b[0m  ] Started ${service}.\n`,
    })),
    { at: 0.97, text: `\n${name} ${version} ${host} ttyS0\n\n` },
  ];
}

/** What the serial port shows while the firmware looks for a system on the network. */
export function netbootLines(info: VmInfo): string {
  return `Booting from the network\nnet0: ${info.Address.MacAddress} (open)\nConfiguring net0 by DHCP...\n`;
}

/** What it shows when it has found one, or none. */
export function netbootOutcome(info: VmInfo, answer: DhcpAnswer): string {
  if (answer === "none") return "No configuration methods succeeded\nBooting from Hard Disk...\n";
  const address = `net0: ${info.Address.IpAddress}\n`;
  return `${address}${answer === "netboot" ? "Loading the boot file... ok" : "Nothing to boot\nBooting from Hard Disk..."}\n`;
}

/** Label of the root file-system: from the address unless an older one is kept. */
export function rootLabel(info: VmInfo): string {
  return info.RootFileSystemLabel ?? `rootfs@${hexOf(info.Address.IpAddress ?? "0.0.0.0")}`;
}

function hexOf(ip: string): string {
  return ip
    .split(".")
    .map((part) => Number(part).toString(16).padStart(2, "0"))
    .join("");
}
