import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, watch } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");

/** The server's program in a process of its own. */
export interface Program {
  /** Address of its interface, `/api/v1` included. */
  readonly url: string;
  readonly token: string;
  readonly headers: { readonly Authorization: string };
  readonly pid: number;
  /** Ends it; resolves with the milliseconds that took. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<number>;
}

export interface ProgramOptions {
  /** Folder for its data, which stay from one run to the next, and for what it writes to be found. */
  readonly directory: string;
  readonly args: readonly string[];
  readonly stdio?: StdioOptions | undefined;
  /** Most descriptors it may have open. */
  readonly descriptors?: number | undefined;
}

/** Starts the program and waits until it serves. */
export async function startProgram(o: ProgramOptions): Promise<Program> {
  mkdirSync(o.directory, { recursive: true });
  const readyFile = join(o.directory, "ready.json");
  const tokenFile = join(o.directory, "token");
  rmSync(readyFile, { force: true });
  const own = ["--no-open", "--port", "0", "--data-dir", join(o.directory, "data")];
  const files = ["--ready-file", readyFile, "--token-file", tokenFile];
  const script = [join(root, "scripts/run-ts.mjs"), join(root, "apps/bff/src/main.ts")];
  const child = launch(o, [...script, ...own, ...files, ...o.args]);
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  await untilWritten(readyFile, o.directory, exited);
  const { url, pid } = JSON.parse(readFileSync(readyFile, "utf8")) as { url: string; pid: number };
  const token = readFileSync(tokenFile, "utf8").trim();
  return {
    url: `${url}/api/v1`,
    token,
    headers: { Authorization: `Bearer ${token}` },
    pid,
    end: async (signal) => {
      const begin = performance.now();
      if (child.exitCode === null && child.signalCode === null) process.kill(pid, signal);
      await exited;
      return performance.now() - begin;
    },
  };
}

function launch(o: ProgramOptions, args: readonly string[]): ChildProcess {
  const options = { cwd: root, stdio: o.stdio ?? "ignore" } as const;
  if (o.descriptors === undefined) return spawn(process.execPath, args, options);
  const limited = `ulimit -n ${o.descriptors}; exec "$0" "$@"`;
  return spawn("/bin/sh", ["-c", limited, process.execPath, ...args], options);
}

function untilWritten(file: string, directory: string, exited: Promise<void>): Promise<void> {
  return new Promise((done, fail) => {
    const watcher = watch(directory, () => {
      if (!existsSync(file)) return;
      watcher.close();
      done();
    });
    void exited.then(() => {
      watcher.close();
      fail(new Error("it did not start"));
    });
  });
}
