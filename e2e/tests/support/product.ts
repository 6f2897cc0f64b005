/** The built product as a process of its own: started, stopped, killed and started again on the same port. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface ProductOptions {
  /** `host:port` of the hypervisors. */
  readonly hypervisors: readonly string[];
  readonly certDir: string;
  readonly caFile: string;
}

interface Ready {
  readonly url: string;
  readonly loginUrl: string;
}

const program = resolve(import.meta.dirname, "../../../apps/bff/dist/main.mjs");
const startTimeoutMs = 30_000;

/** The environment without our own settings: the tests decide all of them. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(
    entries.filter(([name]) => !name.startsWith("STACKDECK_") && name !== "DATABASE_URL"),
  );
}

export class Product {
  /** Further arguments of the next start. */
  moreArguments: readonly string[] = [];
  readonly #options: ProductOptions;
  readonly #directory = mkdtempSync(join(tmpdir(), "stackdeck-e2e-"));
  #child: ChildProcess | undefined;
  #port = 0;
  #output = "";
  #url = "";

  constructor(options: ProductOptions) {
    this.#options = options;
  }

  /** Address of the start page, without a slash at the end. */
  get url(): string {
    return this.#url;
  }

  /** Everything the process has printed. */
  get output(): string {
    return this.#output;
  }

  /** Starts it and waits until everything answers; a link that signs in once. */
  async start(): Promise<string> {
    const readyFile = join(this.#directory, "ready.json");
    rmSync(readyFile, { force: true });
    const hypervisors = this.#options.hypervisors.flatMap((address) => ["--hypervisor", address]);
    const child = spawn(
      process.execPath,
      [
        ...(process.env["SERVER_NODE_FLAGS"]?.split(" ") ?? []),
        program,
        ...hypervisors,
        ...["--cert-dir", this.#options.certDir, "--ca", this.#options.caFile],
        ...["--data-dir", join(this.#directory, "data"), "--ready-file", readyFile],
        ...["--port", String(this.#port), "--no-open"],
        ...this.moreArguments,
      ],
      { stdio: ["ignore", "pipe", "pipe"], env: cleanEnvironment() },
    );
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    const ready = await this.#untilReady(child, readyFile);
    this.#url = ready.url.replace(/\/$/, "");
    // Later the address may be that of a link in front of it.
    this.#port ||= Number(new URL(ready.url).port);
    return ready.loginUrl;
  }

  /** A further link that signs in once, from the running process. */
  async newLoginUrl(): Promise<string> {
    const before = this.#output.length;
    this.#child?.kill("SIGUSR2");
    for (;;) {
      const link = /https?:\/\/\S+/.exec(this.#output.slice(before))?.[0];
      if (link !== undefined) return link;
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  /** Ends it in good order, or with SIGKILL. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(timer);
  }

  /** Ends it and starts it on the same port with the same data. */
  async restart(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    await this.stop(signal);
    await this.start();
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #untilReady(child: ChildProcess, readyFile: string): Promise<Ready> {
    const end = performance.now() + startTimeoutMs;
    for (;;) {
      const text = readIfThere(readyFile);
      if (text !== undefined) return JSON.parse(text) as Ready;
      if (child.exitCode !== null || performance.now() > end)
        throw new Error(`The product did not start:\n${this.#output}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
