import type { VmInfo } from "@stackdeck/api-types";
import type { Clock } from "../base/clock.ts";
import type { FileTree } from "./file-tree.ts";

/** The computer a shell runs on. */
export interface Machine {
  readonly clock: Clock;
  readonly files: FileTree;
  info(): VmInfo;
  bootedAt(): number;
  /** Kernel messages since the boot. */
  messages(): string;
  /** Asks the metadata service. */
  metadata(path: string): Buffer | undefined;
  reboot(): void;
  powerOff(): void;
  crash(): void;
}

/** Where a program writes. */
export interface Tty {
  readonly columns: number;
  readonly rows: number;
  /** Resolves when more may be written. */
  write(text: string): Promise<void>;
}

/** A program that has the keyboard. */
export interface Program {
  key(key: string): void;
}

/** What a command knows. */
export interface CommandContext {
  readonly name: string;
  readonly args: readonly string[];
  /** Output of the command before it in a pipe; undefined when there is none. */
  readonly input: string | undefined;
  readonly machine: Machine;
  readonly session: Session;
  readonly tty: Tty;
  /** Aborts on Ctrl-C and when the line ends. */
  readonly signal: AbortSignal;
  /** Gives the keyboard to a program until the command ends. */
  takeKeyboard(program: Program): void;
}

/** State of one login. */
export interface Session {
  readonly user: string;
  readonly history: string[];
  directory: string;
  logout(): void;
}

/** Runs a command; its result goes to the screen or into the next command of a pipe. */
export type Command = (context: CommandContext) => string | Promise<string>;

/** The text of the files named in the arguments, or of the pipe. */
export function inputOf({ args, input, machine, session, name }: CommandContext): string {
  const paths = args.filter((arg) => !arg.startsWith("-"));
  if (paths.length === 0) return input ?? "";
  return paths
    .map((path) => {
      const full = machine.files.resolve(path, session.directory);
      const text = machine.files.read(full);
      if (text !== undefined) return text;
      return `${name}: ${path}: ${machine.files.isDirectory(full) ? "Is a directory" : "No such file or directory"}\n`;
    })
    .join("");
}
