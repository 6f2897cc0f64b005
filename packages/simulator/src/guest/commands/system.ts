import { sleep } from "../../base/clock.ts";
import { virtualCpus } from "../../state/capacity.ts";
import { distribution, kernelRelease } from "../boot-log.ts";
import type { Command, Machine } from "../command.ts";

/** How long the machine has been up, in words. */
export function uptimeText(machine: Machine): string {
  const minutes = Math.floor((machine.clock.now() - machine.bootedAt()) / 60_000);
  const days = Math.floor(minutes / 1440);
  const clock = `${Math.floor((minutes % 1440) / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  return `${days > 0 ? `${days} day${days === 1 ? "" : "s"}, ` : ""}${clock}`;
}

/** The three load averages, wandering with time. */
export function loadText(machine: Machine): string {
  const t = machine.clock.now() / 60_000;
  return [1, 5, 15].map((span) => (0.2 + 0.15 * (1 + Math.sin(t / span))).toFixed(2)).join(", ");
}

const uptime: Command = ({ machine }) => {
  const now = new Date(machine.clock.now()).toISOString().slice(11, 19);
  return ` ${now} up ${uptimeText(machine)},  1 user,  load average: ${loadText(machine)}\n`;
};

const uname: Command = ({ args, machine }) => {
  const host = machine.info().Hostname ?? "localhost";
  const machineType = machine.info().ArchitectureType === "arm64" ? "aarch64" : "x86_64";
  if (args.includes("-a"))
    return `Linux ${host} ${kernelRelease} #1 SMP PREEMPT_DYNAMIC ${machineType} GNU/Linux\n`;
  if (args.includes("-r")) return `${kernelRelease}\n`;
  return args.includes("-m") ? `${machineType}\n` : "Linux\n";
};

const free: Command = ({ machine }) => {
  const total = machine.info().MemoryInMiB;
  const used = Math.floor(total * 0.22);
  const cells = [
    total,
    used,
    total - used - Math.floor(total * 0.3),
    1,
    Math.floor(total * 0.3),
    total - used,
  ];
  return `               total        used        free      shared  buff/cache   available\nMem:    ${cells
    .map((cell) => String(cell).padStart(12))
    .join("")}\n`;
};

const df: Command = ({ machine }) => {
  const rows = (machine.info().Volumes ?? []).map((volume, index) => {
    const gib = (volume.Size ?? 0) / 2 ** 30;
    const device = `/dev/vd${String.fromCharCode(97 + index)}${index === 0 ? "1" : ""}`;
    const mount = index === 0 ? "/" : `/data${index}`;
    return `${device.padEnd(14)} ${gib.toFixed(1).padStart(6)}G ${(gib * 0.31).toFixed(1).padStart(6)}G ${(gib * 0.69).toFixed(1).padStart(6)}G  31% ${mount}\n`;
  });
  return `Filesystem       Size    Used   Avail Use% Mounted on\n${rows.join("")}`;
};

const ip: Command = ({ machine }) => {
  const { Address, SecondaryAddresses } = machine.info();
  const all = [Address, ...(SecondaryAddresses ?? [])];
  const cards = all.map(
    ({ IpAddress, MacAddress }, index) =>
      `${index + 2}: eth${index}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP\n    link/ether ${MacAddress}\n    inet ${IpAddress ?? "0.0.0.0"}/24 scope global eth${index}\n`,
  );
  return `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n${cards.join("")}`;
};

const curl: Command = ({ args, machine }) => {
  const url = args.find((arg) => !arg.startsWith("-")) ?? "";
  const path = /^(?:http:\/\/)?169\.254\.169\.254(\/.*)?$/.exec(url)?.[1];
  if (path === undefined) return `curl: (6) Could not resolve host: ${url}\n`;
  return machine.metadata(path)?.toString() ?? "404 page not found\n";
};

const colors: Command = () => {
  const blocks = Array.from({ length: 16 }, (_, index) => `\x1b[48;5;${index}m  \x1b[0m`).join("");
  const ramp = Array.from(
    { length: 64 },
    (_, index) => `\x1b[48;2;${index * 4};80;${255 - index * 4}m \x1b[0m`,
  ).join("");
  const styles =
    "\x1b[1mbold\x1b[0m \x1b[3mitalic\x1b[0m \x1b[4munderlined\x1b[0m \x1b[7mreversed\x1b[0m \x1b[9mstruck\x1b[0m";
  return `${blocks}\n${ramp}\n${styles} äöü 漢字 🚀 ┌─┐\n`;
};

const ps: Command = ({ session }) =>
  [
    "    PID TTY      STAT   TIME COMMAND",
    "      1 ?        Ss     0:01 /sbin/init",
    "    295 ?        Ss     0:00 /usr/sbin/dhcpcd",
    "    412 ?        Ss     0:00 sshd: /usr/sbin/sshd -D",
    `    451 ttyS0    Ss     0:00 -sh (${session.user})`,
    "    502 ttyS0    R+     0:00 ps",
    "",
  ].join("\n");

/** Commands about the machine. */
export const systemCommands: Readonly<Record<string, Command>> = {
  uptime,
  uname,
  free,
  df,
  ip,
  curl,
  colors,
  ps,
  whoami: ({ session }) => `${session.user}\n`,
  id: ({ session }) =>
    session.user === "root"
      ? "uid=0(root) gid=0(root)\n"
      : `uid=1000(${session.user}) gid=1000(${session.user})\n`,
  hostname: ({ machine }) => `${machine.info().Hostname ?? "localhost"}\n`,
  date: ({ machine }) => `${new Date(machine.clock.now()).toUTCString()}\n`,
  env: ({ session }) =>
    `HOME=${session.user === "root" ? "/root" : "/home/demo"}\nTERM=xterm-256color\nUSER=${session.user}\n`,
  dmesg: ({ machine }) => machine.messages(),
  lsb_release: ({ machine }) => {
    const { name, version } = distribution(machine.info());
    return `Description:\t${name} ${version}\n`;
  },
  nproc: ({ machine }) => `${virtualCpus(machine.info().MilliCPUs, machine.info().VirtualCPUs ?? 0)}\n`,
  history: ({ session }) =>
    session.history.map((line, index) => `${String(index + 1).padStart(5)}  ${line}\n`).join(""),
  clear: () => "\x1b[H\x1b[2J",
  sleep: async ({ args, machine, signal }) => {
    await sleep(machine.clock, Math.min(Number(args[0]) || 0, 86_400) * 1000, signal);
    return "";
  },
  reboot: ({ machine }) => {
    machine.reboot();
    return "";
  },
  poweroff: ({ machine }) => {
    machine.powerOff();
    return "";
  },
  crash: ({ machine }) => {
    machine.crash();
    return "Kernel panic - not syncing: sysrq triggered crash\n";
  },
  exit: ({ session }) => {
    session.logout();
    return "";
  },
};
