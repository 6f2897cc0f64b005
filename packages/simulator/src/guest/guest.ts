import type { VmInfo } from "@stackdeck/api-types";
import type { Clock, Timer } from "../base/clock.ts";
import type { DhcpAnswer } from "../network/dhcp-service.ts";
import type { Pace } from "../state/options.ts";
import { bootLines, netbootLines, netbootOutcome } from "./boot-log.ts";
import type { Machine, Tty } from "./command.ts";
import { FileTree } from "./file-tree.ts";
import { splitKeys } from "./keys.ts";
import { LineEditor } from "./line-editor.ts";
import { Desktop } from "./screen/desktop.ts";
import { SerialLine } from "./serial-line.ts";
import { Shell } from "./shell.ts";

export interface GuestOptions {
  readonly clock: Clock;
  readonly pace: Pace;
  /** Infinite while the firmware still looks for a system on the network. */
  readonly bootedAt: number;
  readonly info: () => VmInfo;
  readonly metadata: (path: string) => Buffer | undefined;
  readonly reboot: () => void;
  readonly powerOff: () => void;
  readonly crash: () => void;
}

const COLUMNS = 80;
const ROWS = 24;

/** The machine inside a VM: boots, asks for a login on the serial line, runs a small shell. */
export class Guest {
  readonly serial: SerialLine;
  readonly #options: GuestOptions;
  readonly #tty: Tty;
  readonly #machine: Machine;
  readonly #timers = new Set<Timer>();
  #bootedAt: number;
  #kernelLog = "";
  #reader: { key(key: string): void; dispose?(): void } | undefined;
  #desktop: Desktop | undefined;

  constructor(options: GuestOptions) {
    this.#options = options;
    this.#bootedAt = options.bootedAt;
    this.serial = new SerialLine((data) => this.#typed(data));
    this.#tty = { columns: COLUMNS, rows: ROWS, write: (text) => this.serial.write(text) };
    this.#machine = {
      clock: options.clock,
      files: new FileTree(options.info()),
      info: options.info,
      bootedAt: () => this.#bootedAt,
      messages: () => this.#kernelLog,
      metadata: options.metadata,
      reboot: options.reboot,
      powerOff: options.powerOff,
      crash: options.crash,
    };
    if (Number.isFinite(options.bootedAt)) this.#boot();
    else this.#say(netbootLines(options.info()));
  }

  get machine(): Machine {
    return this.#machine;
  }

  get isWatched(): boolean {
    return this.serial.isAttached || this.#desktop !== undefined;
  }

  /** What the graphical console shows. */
  get desktop(): Desktop {
    this.#desktop ??= new Desktop(this.#machine);
    return this.#desktop;
  }

  shuttingDown(): void {
    this.#stopReading();
    this.#say(
      "\nThe system will power off now!\n[  \x1b[0;32mOK\x1b[0m  ] Reached target System Shutdown.\n",
    );
  }

  /** The firmware is done with the network; a system boots from there or from the disk. */
  loaded(bootedAt: number, answer: DhcpAnswer): void {
    this.#bootedAt = bootedAt;
    this.#say(netbootOutcome(this.#options.info(), answer));
    this.#boot();
  }

  rebooted(bootedAt: number): void {
    this.#stopReading();
    this.#bootedAt = bootedAt;
    this.#kernelLog = "";
    this.#desktop?.reset();
    this.#say("\nRestarting system.\n\x1bc");
    this.#boot();
  }

  dispose(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#stopReading();
    this.#desktop?.dispose();
    this.serial.end();
  }

  #boot(): void {
    const { clock, pace } = this.#options;
    const elapsed = clock.now() - this.#bootedAt;
    for (const { at, text } of bootLines(this.#options.info())) {
      this.#at(at * pace.boot - elapsed, () => {
        if (text.startsWith("[  ")) this.#kernelLog += text;
        this.#say(text);
      });
    }
    this.#at(pace.boot - elapsed, () => this.#login());
  }

  #say(text: string): void {
    void this.serial.write(text);
  }

  #at(ms: number, action: () => void): void {
    if (ms <= 0) {
      action();
      return;
    }
    const timer = this.#options.clock.after(ms, () => {
      this.#timers.delete(timer);
      action();
    });
    this.#timers.add(timer);
  }

  #login(): void {
    const host = this.#options.info().Hostname ?? "localhost";
    this.#ask(`${host} login: `, false, (user) => {
      if (user === "") this.#login();
      else this.#ask("Password: ", true, () => this.#start(user));
    });
  }

  #ask(prompt: string, hidden: boolean, done: (line: string) => void): void {
    this.#reader = new LineEditor({
      terminal: { write: (text) => this.#say(text) },
      prompt,
      hidden,
      done,
      interrupted: () => this.#login(),
      endOfInput: () => this.#login(),
    });
  }

  #start(user: string): void {
    this.#say(this.#machine.files.read("/etc/motd") ?? "");
    this.#reader = new Shell({
      machine: this.#machine,
      tty: this.#tty,
      user: user.slice(0, 32),
      logout: () => {
        this.#stopReading();
        this.#say("logout\n\n");
        this.#login();
      },
    });
  }

  #stopReading(): void {
    this.#reader?.dispose?.();
    this.#reader = undefined;
  }

  #typed(data: Buffer): void {
    for (const key of splitKeys(data.toString("utf8"))) {
      this.#reader?.key(key);
    }
  }
}
