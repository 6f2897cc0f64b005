import type { VmInfo } from "@stackdeck/api-types";
import { virtualCpus } from "../state/capacity.ts";
import { distribution, kernelRelease } from "./boot-log.ts";

/** A small file tree in memory: path to text; directories end in a slash. */
export class FileTree {
  readonly #files: Map<string, string>;

  constructor(info: VmInfo) {
    this.#files = new Map(Object.entries(initialFiles(info)));
  }

  /** Absolute form of a path seen from a directory. */
  resolve(path: string, from: string): string {
    const parts: string[] = [];
    for (const part of (path.startsWith("/") ? path : `${from}/${path}`).split("/")) {
      if (part === "..") parts.pop();
      else if (part !== "" && part !== ".") parts.push(part);
    }
    return `/${parts.join("/")}`;
  }

  read(path: string): string | undefined {
    return this.#files.get(path);
  }

  isDirectory(path: string): boolean {
    if (path === "/") return true;
    for (const name of this.#files.keys()) if (name.startsWith(`${path}/`)) return true;
    return false;
  }

  exists(path: string): boolean {
    return this.#files.has(path) || this.isDirectory(path);
  }

  /** Names in a directory, sorted; directories end in a slash. */
  list(path: string): string[] {
    const start = path === "/" ? "/" : `${path}/`;
    const names = new Set<string>();
    for (const name of this.#files.keys()) {
      if (!name.startsWith(start) || name === start) continue;
      const rest = name.slice(start.length);
      const slash = rest.indexOf("/");
      names.add(slash < 0 ? rest : rest.slice(0, slash + 1));
    }
    return [...names].sort();
  }

  write(path: string, text: string): void {
    this.#files.set(path, text);
  }

  makeDirectory(path: string): void {
    this.#files.set(`${path}/`, "");
  }

  /** True if there was something to remove. */
  remove(path: string): boolean {
    const removed = this.#files.delete(path) || this.#files.delete(`${path}/`);
    return removed;
  }
}

function initialFiles(info: VmInfo): Record<string, string> {
  const { name, version, id } = distribution(info);
  const host = info.Hostname ?? "localhost";
  const cpus = virtualCpus(info.MilliCPUs, info.VirtualCPUs ?? 0);
  const cpu = (index: number) =>
    `processor\t: ${index}\nvendor_id\t: GenuineIntel\nmodel name\t: Virtual CPU @ 2.60GHz\ncpu MHz\t\t: 2600.000\n\n`;
  return {
    "/bin/": "",
    "/boot/": "",
    [`/boot/vmlinuz-${kernelRelease}`]: "\x7fELF",
    "/dev/": "",
    "/etc/hostname": `${host}\n`,
    "/etc/hosts": `127.0.0.1\tlocalhost\n${info.Address.IpAddress ?? ""}\t${host}\n`,
    "/etc/motd": `Welcome to ${name} ${version}.\n\nThis machine is simulated. Type 'help' to see what it can do.\n\n`,
    "/etc/os-release": `PRETTY_NAME="${name} ${version}"\nNAME="${name}"\nID=${id}\n`,
    "/etc/resolv.conf": "nameserver 10.0.0.2\nsearch example.net\n",
    "/etc/ssh/sshd_config": "PermitRootLogin prohibit-password\nPasswordAuthentication no\n",
    "/home/demo/notes.txt": "Things to try: top, less /var/log/messages, edit notes.txt, yes, colors\n",
    "/home/demo/poem.txt": POEM,
    "/proc/cpuinfo": Array.from({ length: cpus }, (_, index) => cpu(index)).join(""),
    "/proc/meminfo": `MemTotal:       ${info.MemoryInMiB * 1024} kB\nMemFree:        ${Math.floor(info.MemoryInMiB * 512)} kB\n`,
    "/root/.profile": "export PS1='\\u@\\h:\\w\\$ '\n",
    "/tmp/": "",
    "/usr/share/doc/README": "Nothing here is real, and everything works.\n",
    "/var/log/messages": logLines(host),
  };
}

function logLines(host: string): string {
  const units = ["systemd[1]", "sshd[412]", "cron[388]", "kernel", "chronyd[301]", "dhcpcd[295]"];
  const texts = [
    "Started daily cleanup of temporary directories.",
    "Server listening on 0.0.0.0 port 22.",
    "(root) CMD (run-parts /etc/cron.hourly)",
    "audit: rate limit exceeded, 12 messages dropped",
    "Selected source 10.0.0.2",
    "eth0: leased address for 86400 seconds",
  ];
  return Array.from({ length: 120 }, (_, index) => {
    const minute = String(index % 60).padStart(2, "0");
    const hour = String(8 + Math.floor(index / 60)).padStart(2, "0");
    return `Jan 12 ${hour}:${minute}:07 ${host} ${units[index % units.length]}: ${texts[index % texts.length]}\n`;
  }).join("");
}

const POEM = `I met a traveller from an antique land,
Who said: Two vast and trunkless legs of stone
Stand in the desert. Near them, on the sand,
Half sunk, a shattered visage lies, whose frown,
And wrinkled lip, and sneer of cold command,
Tell that its sculptor well those passions read
Which yet survive, stamped on these lifeless things,
The hand that mocked them, and the heart that fed.
`;
