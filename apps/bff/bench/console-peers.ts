import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vmAddress } from "./console-bridges.ts";
import { directLine, type Line, webSocketLine, wettyLine } from "./console-line.ts";
import { freePort, type Running, startProgram, startRole } from "./console-processes.ts";
import { rfbHello, type SourceMode } from "./console-source.ts";

/** A way from a client to the imitated hypervisor. */
export interface Peer {
  readonly name: string;
  readonly pids: readonly number[];
  readonly open: (mode: SourceMode, number?: number) => Promise<Line>;
  /** Says when it is attached to the VM. */
  readonly attaches: boolean;
  /** What a client of its protocol says first. */
  readonly hello?: Buffer | undefined;
  /** What to dial, for those that are WebSockets of ours. */
  readonly url: (mode: SourceMode, number?: number) => string;
}

export interface Peers {
  /** The process of our own bridges, and that of the bare pipe. */
  readonly ours: Running;
  readonly pipe: Running;
  readonly serial: Peer;
  readonly vnc: Peer;
  readonly bare: Peer;
  readonly direct: Peer;
  /** Undefined where they are not installed. */
  readonly rival: Peer | undefined;
  readonly wetty: Peer | undefined;
}

/** Modes for which other programs are started: each needs one of its own. */
const otherModes = ["flood", "echo", "chatter"] as const;
type PortOf = Partial<Record<SourceMode, number>>;

/** Starts everybody. What was started is added to `running`. */
export async function startPeers(source: Running, running: Running[]): Promise<Peers> {
  const ours = await startRole("ours", []);
  const bare = await startRole("bare", []);
  running.push(ours, bare);
  const ofBridge = (name: string, one: Running, kind: "serial" | "vnc", attaches: boolean): Peer => {
    const url = (mode: SourceMode, number?: number): string =>
      `ws://127.0.0.1:${one.ports["all"]}/api/v1/vms/${vmAddress(source.ports[mode] ?? 0, number)}/console/${kind}`;
    const open = (mode: SourceMode, number?: number): Promise<Line> => webSocketLine(url(mode, number));
    const hello = one === ours && kind === "vnc" ? rfbHello : undefined;
    return { name, pids: [one.process.pid ?? 0], attaches, hello, url, open };
  };
  return {
    ours,
    pipe: bare,
    serial: ofBridge("ours, serial", ours, "serial", true),
    vnc: ofBridge("ours, VNC", ours, "vnc", false),
    bare: ofBridge("bare pipe", bare, "serial", false),
    direct: plain("no bridge", [], (mode) => directLine(source.ports[mode] ?? 0)),
    rival: await socatAndWebsockify(source, running),
    wetty: await startWetty(source, running),
  };
}

const plain = (name: string, pids: readonly number[], open: (mode: SourceMode) => Promise<Line>): Peer => ({
  name,
  pids,
  open,
  attaches: false,
  url: () => "",
});

/** From the system's packages; installed when they are missing and that is possible. */
function installed(...commands: readonly string[]): boolean {
  const missing = (): boolean =>
    commands.some((command) => spawnSync("which", [command], { stdio: "ignore" }).status !== 0);
  if (missing() && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get"))
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", ...commands], { stdio: "ignore" });
  return !missing();
}

/** One pair of them for each port of the source. */
async function socatAndWebsockify(source: Running, running: Running[]): Promise<Peer | undefined> {
  if (!installed("socat", "websockify")) return undefined;
  const ports: PortOf = {};
  const pids: number[] = [];
  for (const mode of otherModes) {
    const plainPort = await freePort();
    const target = `OPENSSL:127.0.0.1:${source.ports[mode]},verify=0,nodelay`;
    const listen = `TCP-LISTEN:${plainPort},bind=127.0.0.1,fork,reuseaddr,nodelay`;
    const socat = await startProgram("socat", ["-b", "65536", listen, target], plainPort);
    const web = await freePort();
    const websockify = await startProgram("websockify", [`127.0.0.1:${web}`, `127.0.0.1:${plainPort}`], web);
    for (const one of [socat, websockify]) if (one !== undefined) running.push(one);
    if (socat === undefined || websockify === undefined) return undefined;
    pids.push(socat.process.pid ?? 0, websockify.process.pid ?? 0);
    ports[mode] = web;
  }
  return plain("socat + websockify", pids, (mode) => webSocketLine(`ws://127.0.0.1:${ports[mode]}/`));
}

const wettyVersion = "2.7.0";

/** Fetched from npm into the cache of temporary files; it needs a compiler for its pty. @returns its program */
function fetchWetty(): string | undefined {
  const directory = join(tmpdir(), `stackdeck-bench-wetty-${wettyVersion}`);
  const main = join(directory, "node_modules/wetty/build/main.js");
  if (existsSync(main)) return main;
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "package.json"), '{"private":true}');
  const args = ["install", "--no-fund", "--no-audit", "--loglevel", "error", `wetty@${wettyVersion}`];
  spawnSync("npm", args, { cwd: directory, stdio: "ignore", timeout: 240_000 });
  return existsSync(main) ? main : undefined;
}

/** A terminal in the web whose program brings the bytes of the source through a pty. */
async function startWetty(source: Running, running: Running[]): Promise<Peer | undefined> {
  const main = fetchWetty();
  if (main === undefined || !installed("socat")) return undefined;
  const directory = mkdtempSync(join(tmpdir(), "stackdeck-bench-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  const ports: PortOf = {};
  const pids: number[] = [];
  for (const mode of otherModes) {
    const script = join(directory, mode);
    const target = `OPENSSL:127.0.0.1:${source.ports[mode]},verify=0,nodelay`;
    writeFileSync(script, `#!/bin/sh\nstty raw -echo\nexec socat -b 65536 STDIO ${target}\n`, {
      mode: 0o700,
    });
    const port = await freePort();
    const args = [main, "--port", String(port), "--host", "127.0.0.1", "--ssh-host", "localhost"];
    const wetty = await startProgram(process.execPath, [...args, "--command", script], port);
    if (wetty === undefined) return undefined;
    running.push(wetty);
    pids.push(wetty.process.pid ?? 0);
    ports[mode] = port;
  }
  return plain("wetty", pids, (mode) => wettyLine(ports[mode] ?? 0));
}
