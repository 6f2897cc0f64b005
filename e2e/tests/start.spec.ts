/** The command that starts everything, and that nothing of it is left behind. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { cleanEnvironment } from "./support/product.ts";

const script = resolve(import.meta.dirname, "../../scripts/start.mjs");

interface Ready {
  readonly url: string;
  readonly loginUrl: string;
  readonly pid: number;
  readonly hypervisors: readonly { readonly address: string; readonly certDir: string }[];
}

let folder: string;
let command: ChildProcess | undefined;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stackdeck-start-"));
});
test.afterEach(() => {
  command?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function startCommand(): Promise<Ready> {
  const readyFile = join(folder, "ready.json");
  const flags = ["--port", "0", "--no-open", "--ready-file", readyFile, "--data-dir", join(folder, "data")];
  command = spawn(process.execPath, [script, ...flags], {
    stdio: "ignore",
    env: cleanEnvironment(),
  });
  let ready: Ready | undefined;
  const read = () => {
    try {
      ready = JSON.parse(readFileSync(readyFile, "utf8")) as Ready;
    } catch {
      // Not there yet.
    }
    return ready !== undefined;
  };
  await expect.poll(read, { timeout: 60_000 }).toBe(true);
  return ready!;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("starts the demo, says where it is, and ends with Ctrl-C", async ({ page }) => {
  const ready = await startCommand();
  expect(ready.hypervisors).toHaveLength(3);
  await page.goto(ready.loginUrl);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  const ended = new Promise((done) => command?.once("exit", done));
  command?.kill("SIGINT");
  expect(await ended).toBe(0);
  expect(isRunning(ready.pid)).toBe(false);
});

test("ends with the command, however that ends", async () => {
  const { pid } = await startCommand();
  command?.kill("SIGKILL");
  await expect.poll(() => isRunning(pid), { timeout: 15_000 }).toBe(false);
});
