import { spawn } from "node:child_process";
import { chmodSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import type { Principal } from "./auth/access.ts";
import type { Config } from "./config/config.ts";
import { type DemoFleet, startDemo } from "./demo.ts";
import type { Fleet } from "./fleet/fleet.ts";
import { hypervisorId } from "./fleet/hypervisor-id.ts";
import type { Inventory } from "./fleet/inventory.ts";
import { lockDataFolder } from "./store/data-folder-lock.ts";
import { lockDatabase } from "./store/database-lock.ts";
import { makeFolder } from "./store/make-folder.ts";
import { logDestination } from "./telemetry/log-destination.ts";
import { createLogger } from "./telemetry/logger.ts";
import { watchEventLoop } from "./telemetry/watchdog.ts";
import { version } from "./version.ts";
import { startWholeServer, type WholeServer } from "./whole-server.ts";

/** How long the first words of the hypervisors are waited for before the address is printed. */
const firstContactMs = 5000;

/** Runs the server until it is told to stop. @throws Error with one sentence for people when it cannot start */
export async function runStackdeck(given: Config): Promise<void> {
  makeDataDir(given.dataDir);
  const unlock = lockDataFolder(given.dataDir);
  const destination = logDestination();
  const log = createLogger(given.logLevel, destination);
  try {
    const { databaseUrl: url } = given;
    const database = url === undefined ? undefined : await lockDatabase(url, (text) => log.error({}, text));
    await serve(given, log).finally(() => database?.release());
  } finally {
    await destination.close();
    unlock();
  }
}

async function serve(given: Config, log: Logger): Promise<void> {
  const demo = given.demo ? await startDemo(join(given.dataDir, "demo")) : undefined;
  const config = demo === undefined ? given : withDemo(given, demo);
  const server = await startWholeServer({
    config,
    log,
    store: { dataDir: config.dataDir, databaseUrl: config.databaseUrl },
    version,
    webDir: config.webDir ?? join(dirname(fileURLToPath(import.meta.url)), "../../web/dist"),
    // Browsers that come back after a restart must not be told that their VMs do not exist.
    beforeServing: firstContact,
  }).catch((error: unknown) => {
    throw startError(error, config);
  });
  const watchdog = watchEventLoop((blockage) => log.warn(blockage, "the event loop was blocked"));
  try {
    if (config.tokenFile !== undefined)
      writePrivately("--token-file", config.tokenFile, `${await server.newApiToken()}\n`);
    announce({ config, server, demo });
    await untilToldToStop(() => console.log(`Sign in at ${server.newLoginUrl()}`));
  } finally {
    await watchdog.stop();
    await server.close();
    await demo?.close();
  }
}

function makeDataDir(path: string): void {
  try {
    makeFolder(path);
  } catch (error) {
    const { code } = error as { code?: string };
    throw new Error(`The folder ${path} cannot be made (${code}). Name another one with --data-dir DIR.`);
  }
}

function withDemo(config: Config, demo: DemoFleet): Config {
  return Object.freeze({
    ...config,
    hypervisors: demo.hypervisors,
    certDir: demo.certDir,
    ca: demo.caFile,
    verify: "ca" as const,
  });
}

function startError(error: unknown, config: Config): unknown {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === "EADDRINUSE") {
    return new Error(
      `Port ${config.port} of ${config.host} is in use already. Choose another one with --port N (0: any free one).`,
    );
  }
  if (code === "EACCES")
    return new Error(`Port ${config.port} may not be used. Choose another one with --port N.`);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new Error(`${config.host} is no address of this machine. Choose one with --host ADDRESS.`);
  }
  return error;
}

/** Waits until every hypervisor was heard, or for a while. */
function firstContact(inventory: Inventory, fleet: Fleet): Promise<void> {
  const allLive = () => fleet.ids.every((id) => inventory.hypervisor(id)?.Freshness === "live");
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      unwatch();
      resolve();
    };
    const timer = setTimeout(end, firstContactMs);
    const unwatch = inventory.onChange(() => {
      if (allLive()) end();
    });
    if (allLive()) end();
  });
}

/** What the terminal says when everything answers. */
function greeting(is: { what: string; who: Principal; url: string; loginUrl: string }): string {
  const another = process.platform === "win32" ? "restart" : `kill -USR2 ${process.pid}`;
  const powers = is.who.methods.length > 0 ? ", with powers over every VM" : "";
  return `
Stackdeck is ready with ${is.what}.
Everybody who signs in acts as ${is.who.userName}${powers}.

  Sign in   ${is.loginUrl}
            works once; for another link: ${another}
  API       ${is.url}/api/docs
  End       Ctrl-C
`;
}

function announce(o: { config: Config; server: WholeServer; demo: DemoFleet | undefined }): void {
  const { config, server, demo } = o;
  const loginUrl = server.newLoginUrl();
  const count = server.fleet.ids.length;
  const what = `${count}${demo ? " simulated" : ""} hypervisor${count === 1 ? "" : "s"}`;
  console.log(greeting({ what, who: server.principal(), url: server.url, loginUrl }));
  if (config.readyFile !== undefined) {
    const ready = {
      url: server.url,
      loginUrl: server.newLoginUrl(),
      pid: process.pid,
      hypervisors: config.hypervisors.map((target) => ({
        address: hypervisorId(target),
        certDir: config.certDir,
      })),
    };
    writePrivately("--ready-file", config.readyFile, `${JSON.stringify(ready)}\n`);
  }
  if (config.open && process.stdout.isTTY) openBrowser(loginUrl);
}

/** Written beside and renamed: whoever waits for the file never reads half of it. It opens the door: ours alone. */
function writePrivately(option: string, path: string, content: string): void {
  try {
    writeFileSync(`${path}.new`, content, { mode: 0o600 });
    chmodSync(`${path}.new`, 0o600);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw new Error(`${option}: the file ${path} cannot be written (${(error as { code?: string }).code}).`);
  }
}

function openBrowser(url: string): void {
  const command = { darwin: "open", win32: "explorer" }[process.platform as string] ?? "xdg-open";
  const child = spawn(command, [url], { stdio: "ignore", detached: true });
  // No browser here: the address was printed.
  child.on("error", () => {});
  child.unref();
}

/**
 * Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. `npm start` tells it in another way,
 * too, and also by being gone: nothing of it is left behind then. SIGUSR2 asks for a login link.
 */
function untilToldToStop(printLogin: () => void): Promise<void> {
  process.on("SIGUSR2", printLogin);
  return new Promise((resolve) => {
    let told = false;
    const stop = () => {
      if (told) process.exit(1);
      told = true;
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
    process.on("message", (message) => message === "stop" && resolve());
    process.on("disconnect", resolve);
    process.channel?.unref();
  });
}
