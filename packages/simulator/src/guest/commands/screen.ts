import type { Timer } from "../../base/clock.ts";
import { virtualCpus } from "../../state/capacity.ts";
import type { Command, CommandContext } from "../command.ts";
import { inputOf } from "../command.ts";
import { loadText, uptimeText } from "./system.ts";

const ENTER = "\x1b[?1049h\x1b[?25l";
const LEAVE = "\x1b[?25h\x1b[?1049l";

/** Runs a full-screen program on the alternate screen until `q`, Ctrl-C or its own end. */
async function fullScreen(
  context: CommandContext,
  draw: () => string,
  options: { readonly everyMs?: number; readonly key?: (key: string) => boolean },
): Promise<string> {
  const { tty, machine, signal } = context;
  await tty.write(ENTER + draw());
  await new Promise<void>((resolve) => {
    let timer: Timer | undefined;
    const tick = () => {
      void tty.write(draw());
      timer = machine.clock.after(options.everyMs ?? 0, tick);
    };
    if (options.everyMs !== undefined) timer = machine.clock.after(options.everyMs, tick);
    const end = () => {
      timer?.cancel();
      resolve();
    };
    signal.addEventListener("abort", end, { once: true });
    context.takeKeyboard({
      key: (key) => {
        if (key === "q" || key === "\x03" || key === "\x18") end();
        else if (options.key?.(key) === true) void tty.write(draw());
      },
    });
  });
  return LEAVE;
}

const top: Command = (context) => {
  const { machine, tty } = context;
  const processes = [
    "init",
    "sshd",
    "postgres",
    "nginx",
    "node",
    "cron",
    "dhcpcd",
    "journald",
    "chronyd",
    "top",
  ];
  const draw = () => {
    const info = machine.info();
    const t = machine.clock.now() / 1000;
    const load = (index: number) => Math.max(0, 20 * Math.sin(t / (3 + index)) + 8 - index);
    const head = [
      `top - ${new Date(machine.clock.now()).toISOString().slice(11, 19)} up ${uptimeText(machine)},  load average: ${loadText(machine)}`,
      `Tasks: ${processes.length + 60} total,   1 running, ${processes.length + 59} sleeping`,
      `%Cpu(s): ${load(0).toFixed(1).padStart(5)} us,  0.7 sy, 0.0 ni, ${(99 - load(0)).toFixed(1)} id   (${virtualCpus(info.MilliCPUs, info.VirtualCPUs ?? 0)} CPUs)`,
      `MiB Mem : ${info.MemoryInMiB}.0 total, ${Math.floor(info.MemoryInMiB * 0.48)}.2 free, ${Math.floor(info.MemoryInMiB * 0.22)}.4 used`,
      "",
      `\x1b[7m${"    PID USER      PR  NI    VIRT    RES  %CPU  %MEM     TIME+ COMMAND".padEnd(tty.columns)}\x1b[0m`,
    ];
    const rows = processes
      .map((name, index) => ({ name, index, cpu: load(index) }))
      .sort((a, b) => b.cpu - a.cpu)
      .map(({ name, index, cpu }) => {
        const pid = String(1 + index * 97).padStart(7);
        return `${pid} ${(index < 2 ? "root" : "demo").padEnd(9)} 20   0  ${String(20_000 + index * 3_111).padStart(6)} ${String(4_000 + index * 517).padStart(6)} ${cpu.toFixed(1).padStart(5)} ${(0.4 + index / 5).toFixed(1).padStart(5)}   0:0${index}.42 ${name}`;
      });
    const screen = [...head, ...rows].slice(0, tty.rows - 1);
    return `\x1b[H${screen.map((line) => `${line}\x1b[K`).join("\n")}\x1b[J`;
  };
  return fullScreen(context, draw, { everyMs: 1000 });
};

const less: Command = (context) => {
  const { tty } = context;
  const lines = inputOf(context).split("\n");
  const page = tty.rows - 1;
  const last = Math.max(0, lines.length - page);
  let first = 0;
  const steps: Readonly<Record<string, () => number>> = {
    j: () => first + 1,
    "\x1b[B": () => first + 1,
    "\r": () => first + 1,
    k: () => first - 1,
    "\x1b[A": () => first - 1,
    " ": () => first + page,
    "\x1b[6~": () => first + page,
    b: () => first - page,
    "\x1b[5~": () => first - page,
    g: () => 0,
    G: () => last,
  };
  const draw = () => {
    const shown = Array.from(
      { length: page },
      (_, row) => `${(lines[first + row] ?? "~").slice(0, tty.columns)}\x1b[K`,
    );
    const mark = first >= last ? "(END)" : `lines ${first + 1}-${first + page} of ${lines.length}`;
    return `\x1b[H${shown.join("\n")}\n\x1b[7m${mark}\x1b[0m\x1b[K`;
  };
  const key = (pressed: string) => {
    const step = steps[pressed];
    if (step !== undefined) first = Math.min(Math.max(0, step()), last);
    return step !== undefined;
  };
  return fullScreen(context, draw, { key });
};

/** Full-screen programs. */
export const screenCommands: Readonly<Record<string, Command>> = { top, less, more: less };
