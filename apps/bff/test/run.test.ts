import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/load-config.ts";
import { runStackdeck } from "../src/run.ts";
import { lockDataFolder } from "../src/store/data-folder-lock.ts";
import { startProgram } from "./program.ts";
import { useSimulation } from "./simulated.ts";

const simulation = useSimulation("run", "empty");
const { directory } = simulation;

/** What people read when it cannot start. */
async function failureOf(...args: string[]): Promise<string> {
  const common = [
    "--no-open",
    "--data-dir",
    join(directory, "data"),
    "--hypervisor",
    simulation.addresses[0]!,
  ];
  try {
    await runStackdeck(loadConfig([...common, ...args], {}));
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it started");
}

describe("what cannot start says why, in one sentence", () => {
  it("names a certificate folder that is not there", async () => {
    const missing = join(directory, "nowhere");
    expect(await failureOf("--cert-dir", missing)).toMatch(
      new RegExp(`^There is no certificate directory ${missing}: .+--cert-dir\\.$`),
    );
  });

  it("names a data folder that cannot be made", async () => {
    writeFileSync(join(directory, "in-the-way"), "");
    const below = join(directory, "in-the-way", "data");
    expect(await failureOf("--data-dir", below)).toBe(
      `The folder ${below} cannot be made (ENOTDIR). Name another one with --data-dir DIR.`,
    );
  });

  it.runIf(existsSync("/proc/self"))("names a data folder where the system makes none", async () => {
    expect(await failureOf("--data-dir", "/proc/nothing/data")).toBe(
      "The folder /proc/nothing/data cannot be made (ENOENT). Name another one with --data-dir DIR.",
    );
  });

  it("names a data folder that is a file, or cannot be written", async () => {
    const file = join(directory, "a-file");
    writeFileSync(file, "");
    expect(await failureOf("--data-dir", file)).toBe(
      `The folder ${file} cannot be made (EEXIST). Name another one with --data-dir DIR.`,
    );
    const odd = join(directory, "odd");
    mkdirSync(join(odd, "in-use"), { recursive: true });
    expect(await failureOf("--data-dir", odd)).toMatch(
      new RegExp(
        `^The data folder ${odd} cannot be written \\(.+\\)\\. Name another one with --data-dir DIR\\.$`,
      ),
    );
  });

  it("names a file for a token that cannot be written", async () => {
    const file = join(directory, "nowhere", "token");
    const made = ["--cert-dir", simulation.certDir, "--ca", simulation.caFile, "--port", "0"];
    expect(await failureOf(...made, "--token-file", file)).toBe(
      `--token-file: the file ${file} cannot be written (ENOENT).`,
    );
  });

  it("names a data folder that another server uses, until that one has ended", async () => {
    const used = join(directory, "used");
    mkdirSync(used);
    const unlock = lockDataFolder(used);
    const args = ["--data-dir", used, "--cert-dir", join(directory, "nowhere")];
    expect(await failureOf(...args)).toBe(
      `Another Stackdeck uses the data folder ${used}. End it first, or name another folder with --data-dir DIR.`,
    );
    unlock();
    expect(await failureOf(...args)).toContain("There is no certificate directory");
  });

  it("names a folder without certificates", async () => {
    const empty = join(directory, "empty");
    mkdirSync(empty);
    expect(await failureOf("--cert-dir", empty)).toContain(`There is no certificate in ${empty}`);
  });

  it("names a CA file that cannot be read, or is none", async () => {
    const certs = ["--cert-dir", simulation.certDir];
    const missing = join(directory, "CA.pem");
    expect(await failureOf(...certs, "--ca", missing)).toContain(`Cannot read the CA file ${missing}`);
    writeFileSync(missing, "hello");
    expect(await failureOf(...certs, "--ca", missing)).toContain("holds no certificate");
  });

  it("names a busy port and the way out", async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve));
    const { port } = busy.address() as { port: number };
    const args = ["--cert-dir", simulation.certDir, "--ca", simulation.caFile, "--port", String(port)];
    expect(await failureOf(...args)).toBe(
      `Port ${port} of 127.0.0.1 is in use already. Choose another one with --port N (0: any free one).`,
    );
    busy.close();
  });
});

describe("the token file", () => {
  it("is for its owner alone, and opens the interface to scripts", { timeout: 40_000 }, async () => {
    const path = join(directory, "token");
    writeFileSync(path, "somebody else's", { mode: 0o644 });
    const fleet = ["--hypervisor", simulation.addresses[0]!, "--cert-dir", simulation.certDir];
    const program = await startProgram({ directory, args: [...fleet, "--ca", simulation.caFile] });
    try {
      expect(statSync(path).mode & 0o077).toBe(0);
      const answer = await fetch(`${program.url}/session`, { headers: program.headers });
      expect([answer.status, ((await answer.json()) as { UserName: string }).UserName]).toEqual([
        200,
        "admin",
      ]);
    } finally {
      await program.end("SIGTERM");
    }
  });
});
