// What the two commands share: the checks before anything runs, installing, and running a step.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the workspace. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Node's flags for the server. Young objects are collected often and in small amounts: collections stay short while the
 * first messages of many hypervisors pour in, and what a console has passed on is freed before it looks like much
 * memory, which would have all of the memory searched again and again during a flood. Old objects stay where they are: moving them together, which V8 does at
 * the end of a large collection, is the longest of all pauses, and the room they leave is taken by the next ones.
 */
export const serverNodeFlags = ["--max-semi-space-size=1", "--no-compact"];

/** Tells benches and tests that start the built server how to. */
export const serverEnvironment = { SERVER_NODE_FLAGS: serverNodeFlags.join(" ") };

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Ends with one clear sentence when this Node is too old, or an early one of its series; the product needs the versions named in package.json. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return;
  console.error(
    `Stackdeck needs Node 20.19, 22.12 or anything newer than 22; this is Node ${process.versions.node}. Install one of these and run again.`,
  );
  process.exit(1);
}

/** The command that runs the pinned pnpm: the installed one when it is of that version, else through npx. */
function pnpmCommand() {
  const wanted = manifest.packageManager.split("@")[1];
  const found = spawnSync("pnpm", ["--version"], {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (found.status === 0 && found.stdout.trim() === wanted) return ["pnpm"];
  return ["npx", "--yes", `pnpm@${wanted}`];
}

/** Installs dependencies unless those of the present lock file are there already. */
export function installDependencies() {
  const stampFile = join(root, "node_modules", ".stackdeck-installed");
  const stamp = createHash("sha256")
    .update(readFileSync(join(root, "pnpm-lock.yaml")))
    .update(process.version)
    .digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  console.log("Installing dependencies … (once; about a minute)");
  const [command, ...args] = pnpmCommand();
  const run = spawnSync(command, [...args, "install", "--frozen-lockfile", "--loglevel=warn"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, CI: "true", npm_config_update_notifier: "false" },
    shell: process.platform === "win32",
  });
  if (run.status !== 0) {
    console.error(
      "The dependencies could not be installed; the messages above say why. Is the package registry reachable?",
    );
    process.exit(1);
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/**
 * Runs a program of the workspace to its end, its output passed through.
 * @param {string} command program, or the name of one in node_modules/.bin
 * @param {string[]} args its arguments
 * @param {{env?: Record<string, string>, cwd?: string, timeoutMs?: number}} [options]
 * @returns {Promise<number>} its exit code; 1 when it was killed or ran out of time
 */
export function run(command, args, options = {}) {
  const local = join(root, "node_modules", ".bin", command);
  return new Promise((resolve) => {
    const child = spawn(existsSync(local) ? local : command, args, {
      cwd: options.cwd ?? root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...serverEnvironment, ...options.env },
    });
    const timer = options.timeoutMs ? setTimeout(() => child.kill("SIGKILL"), options.timeoutMs) : undefined;
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      if (signal) console.error(`${command} ended by ${signal}`);
      resolve(signal ? 1 : (code ?? 1));
    });
  });
}
