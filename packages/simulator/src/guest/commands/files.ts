import type { Command, CommandContext } from "../command.ts";
import { inputOf } from "../command.ts";

const BLUE = "\x1b[1;34m";
const GREEN = "\x1b[1;32m";
const RESET = "\x1b[0m";

function paths({ args, machine, session }: CommandContext): { given: string; full: string }[] {
  return args
    .filter((arg) => !arg.startsWith("-"))
    .map((given) => ({ given, full: machine.files.resolve(given, session.directory) }));
}

function coloured(name: string): string {
  if (name.endsWith("/")) return `${BLUE}${name.slice(0, -1)}${RESET}`;
  return name.startsWith("vmlinuz") || name.endsWith(".sh") ? `${GREEN}${name}${RESET}` : name;
}

const ls: Command = (context) => {
  const { machine, session, args } = context;
  const flags = args.filter((arg) => arg.startsWith("-")).join("");
  const target = paths(context)[0] ?? { given: ".", full: session.directory };
  if (!machine.files.isDirectory(target.full)) {
    if (machine.files.exists(target.full)) return `${target.given}\n`;
    return `ls: cannot access '${target.given}': No such file or directory\n`;
  }
  const names = machine.files
    .list(target.full)
    .filter((name) => flags.includes("a") || !name.startsWith("."));
  if (flags.includes("l")) return names.map((name) => `${longLine(context, target.full, name)}\n`).join("");
  return names.length === 0 ? "" : `${names.map(coloured).join("  ")}\n`;
};

function longLine({ machine, session }: CommandContext, directory: string, name: string): string {
  const isDirectory = name.endsWith("/");
  const text = machine.files.read(machine.files.resolve(name, directory)) ?? "";
  const size = String(isDirectory ? 4096 : Buffer.byteLength(text)).padStart(7);
  const mode = isDirectory ? "drwxr-xr-x" : "-rw-r--r--";
  return `${mode} 1 ${session.user.padEnd(6)} ${session.user.padEnd(6)} ${size} Jan 12 09:41 ${coloured(name)}`;
}

const cd: Command = (context) => {
  const { machine, session, args } = context;
  const wanted = args[0] ?? "~";
  const home = session.user === "root" ? "/root" : "/home/demo";
  const full = machine.files.resolve(wanted.replace(/^~/, home), session.directory);
  if (!machine.files.isDirectory(full)) {
    const reason = machine.files.exists(full) ? "Not a directory" : "No such file or directory";
    return `sh: cd: ${wanted}: ${reason}\n`;
  }
  session.directory = full;
  return "";
};

const grep: Command = (context) => {
  const [pattern = "", ...rest] = context.args.filter((arg) => !arg.startsWith("-"));
  const ignoreCase = context.args.includes("-i");
  const needle = ignoreCase ? pattern.toLowerCase() : pattern;
  return lines(inputOf({ ...context, args: rest }))
    .filter((line) => (ignoreCase ? line.toLowerCase() : line).includes(needle))
    .map((line) => `${line.replace(pattern, `\x1b[1;31m${pattern}${RESET}`)}\n`)
    .join("");
};

function lines(text: string): string[] {
  const all = text.split("\n");
  if (all.at(-1) === "") all.pop();
  return all;
}

function count(context: CommandContext): number {
  const flag = context.args.indexOf("-n");
  const given = flag >= 0 ? context.args[flag + 1] : context.args.find((arg) => /^-\d+$/.test(arg))?.slice(1);
  return Math.max(0, Number(given ?? 10)) || 0;
}

function fileArgs(context: CommandContext): CommandContext {
  const flag = context.args.indexOf("-n");
  const args = context.args.filter((_, index) => flag < 0 || (index !== flag && index !== flag + 1));
  return { ...context, args };
}

const join = (list: readonly string[]) => list.map((line) => `${line}\n`).join("");

/** Commands about files and text. */
export const fileCommands: Readonly<Record<string, Command>> = {
  ls,
  cd,
  grep,
  pwd: ({ session }) => `${session.directory}\n`,
  cat: (context) => inputOf(context),
  head: (context) => join(lines(inputOf(fileArgs(context))).slice(0, count(context))),
  tail: (context) => join(lines(inputOf(fileArgs(context))).slice(-count(context))),
  wc: (context) => {
    const text = inputOf(context);
    return `${lines(text).length} ${text.split(/\s+/).filter(Boolean).length} ${Buffer.byteLength(text)}\n`;
  },
  sort: (context) => join(lines(inputOf(context)).sort()),
  touch: (context) => {
    for (const { full } of paths(context))
      if (!context.machine.files.exists(full)) context.machine.files.write(full, "");
    return "";
  },
  mkdir: (context) => {
    for (const { full } of paths(context)) context.machine.files.makeDirectory(full);
    return "";
  },
  rm: (context) =>
    paths(context)
      .filter(({ full }) => !context.machine.files.remove(full))
      .map(({ given }) => `rm: cannot remove '${given}': No such file or directory\n`)
      .join(""),
};
