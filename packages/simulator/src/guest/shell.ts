import type { Command, Machine, Program, Session, Tty } from "./command.ts";
import { editCommands } from "./commands/edit.ts";
import { fileCommands } from "./commands/files.ts";
import { floodCommands } from "./commands/flood.ts";
import { screenCommands } from "./commands/screen.ts";
import { systemCommands } from "./commands/system.ts";
import { LineEditor } from "./line-editor.ts";

const HISTORY = 200;
const TYPE_AHEAD = 4096;

const commands: Readonly<Record<string, Command>> = {
  ...fileCommands,
  ...systemCommands,
  ...floodCommands,
  ...screenCommands,
  ...editCommands,
  echo: ({ args }) => {
    const plain = args[0] === "-n" ? args.slice(1) : args[0] === "-e" ? args.slice(1) : args;
    const text = plain.join(" ");
    const shown = args[0] === "-e" ? text.replace(/\\(?:e|033|x1b)/g, "\x1b").replace(/\\n/g, "\n") : text;
    return args[0] === "-n" ? shown : `${shown}\n`;
  },
  shutdown: ({ args, machine }) => {
    if (args.includes("-r")) machine.reboot();
    else machine.powerOff();
    return "";
  },
  help: () => `Commands: ${Object.keys(commands).sort().join(" ")}\n`,
};

export interface ShellOptions {
  readonly machine: Machine;
  readonly tty: Tty;
  readonly user: string;
  readonly logout: () => void;
}

/** An interactive shell on the serial line. */
export class Shell {
  readonly #options: ShellOptions;
  readonly #session: Session;
  #editor: LineEditor | undefined;
  #program: Program | undefined;
  #running: AbortController | undefined;
  /** Keys typed while a command runs. */
  #ahead: string[] = [];

  constructor(options: ShellOptions) {
    this.#options = options;
    const { user, logout } = options;
    this.#session = { user, history: [], directory: user === "root" ? "/root" : "/home/demo", logout };
    this.#prompt();
  }

  key(key: string): void {
    if (this.#program !== undefined) this.#program.key(key);
    else if (this.#running === undefined) this.#editor?.key(key);
    else if (key === "\x03") {
      this.#ahead = [];
      void this.#options.tty.write("^C\n");
      this.#running.abort();
    } else if (this.#ahead.length < TYPE_AHEAD) this.#ahead.push(key);
  }

  /** Ends whatever runs. */
  dispose(): void {
    this.#running?.abort();
    this.#editor = undefined;
  }

  #prompt(): void {
    const { machine, tty, user } = this.#options;
    const host = machine.info().Hostname ?? "localhost";
    const home = user === "root" ? "/root" : "/home/demo";
    const place = this.#session.directory.replace(new RegExp(`^${home}(?=/|$)`), "~");
    this.#editor = new LineEditor({
      terminal: { write: (text) => void tty.write(text) },
      prompt: `\x1b[1;32m${user}@${host}\x1b[0m:\x1b[1;34m${place}\x1b[0m${user === "root" ? "#" : "$"} `,
      history: [...this.#session.history],
      complete: (line) => this.#complete(line),
      done: (line) => void this.#run(line),
      interrupted: () => this.#prompt(),
      endOfInput: () => this.#session.logout(),
    });
  }

  async #run(line: string): Promise<void> {
    const text = line.trim();
    if (text !== "") {
      this.#session.history.push(text);
      if (this.#session.history.length > HISTORY) this.#session.history.shift();
    }
    const running = new AbortController();
    this.#running = running;
    let loggedOut = false;
    const logout = this.#session.logout;
    const session = Object.assign(this.#session, {
      logout: () => {
        loggedOut = true;
        logout();
      },
    });
    for (const part of text.split(/\s*(?:;|&&)\s*/)) {
      if (part !== "" && !running.signal.aborted) await this.#pipe(part, running.signal);
    }
    session.logout = logout;
    this.#running = undefined;
    if (loggedOut || this.#editor === undefined) return;
    this.#prompt();
    const ahead = this.#ahead;
    this.#ahead = [];
    for (const key of ahead) this.key(key);
  }

  async #pipe(text: string, signal: AbortSignal): Promise<void> {
    const { tty, machine } = this.#options;
    const redirect = /^(.*?)\s*(>>?)\s*(\S+)\s*$/.exec(text);
    let input: string | undefined;
    for (const part of (redirect?.[1] ?? text).split("|"))
      input = await this.#command(part.trim(), input, signal);
    if (redirect?.[3] === undefined) {
      await tty.write(input ?? "");
      return;
    }
    const path = machine.files.resolve(redirect[3], this.#session.directory);
    const before = redirect[2] === ">>" ? (machine.files.read(path) ?? "") : "";
    machine.files.write(path, before + (input ?? ""));
  }

  async #command(text: string, input: string | undefined, signal: AbortSignal): Promise<string> {
    const [name = "", ...args] = words(text);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) return name === "" ? "" : `sh: ${name}: command not found\n`;
    const { machine, tty } = this.#options;
    const takeKeyboard = (program: Program) => {
      this.#program = program;
    };
    try {
      return await command({ name, args, input, machine, session: this.#session, tty, signal, takeKeyboard });
    } finally {
      this.#program = undefined;
    }
  }

  #complete(line: string): readonly string[] {
    const word = line.slice(line.lastIndexOf(" ") + 1);
    const { files } = this.#options.machine;
    if (!line.trimStart().includes(" "))
      return Object.keys(commands)
        .filter((name) => name.startsWith(word))
        .sort();
    const slash = word.lastIndexOf("/");
    const directory = files.resolve(slash < 0 ? "." : word.slice(0, slash + 1), this.#session.directory);
    return files.list(directory).filter((name) => name.startsWith(word.slice(slash + 1)));
  }
}

/** Splits a line into words; quotes keep blanks together. */
export function words(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? "",
  );
}
