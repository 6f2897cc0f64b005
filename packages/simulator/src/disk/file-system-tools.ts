import { execFile } from "node:child_process";
import { refuse } from "../base/refusal.ts";

/** Exit codes of e2fsck that mean: errors were found and corrected. */
const CORRECTED = [1, 2];
const SECTOR = 512;
const TIMEOUT_MS = 600_000;

interface Outcome {
  /** As Go describes the end of a process; undefined when it succeeded. */
  readonly problem?: string | undefined;
  readonly code?: number | undefined;
  readonly output: string;
}

/**
 * Checks an ext file-system that lies in a file and gives it a size, with the tools a real server uses. Refuses in that
 * server's words, also where the tools are missing.
 */
export async function resizeExt(path: string, offset: number, size: number): Promise<void> {
  const device = offset === 0 ? path : `${path}?offset=${offset}`;
  const checked = await run("e2fsck", ["-f", "-y", device]);
  if (checked.problem !== undefined && !CORRECTED.includes(checked.code ?? -1)) fail("e2fsck", path, checked);
  const resized = await run("resize2fs", [device, `${Math.floor(size / SECTOR)}s`]);
  if (resized.problem !== undefined) fail("resize2fs", path, resized);
}

function fail(tool: string, path: string, { problem, output }: Outcome): never {
  const text = output.replaceAll("\r", "").replaceAll("\n", "\\n");
  return refuse(`error running ${tool} for: ${path}: ${problem}: ${text}`);
}

function run(tool: string, args: readonly string[]): Promise<Outcome> {
  // Ordinary users do not have the folders of these tools in their path.
  const env = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`, LC_ALL: "C" };
  return new Promise((resolve) => {
    execFile(tool, args, { env, timeout: TIMEOUT_MS }, (error, stdout, stderr) => {
      const output = `${stderr}${stdout}`;
      if (error === null) resolve({ output });
      else if (typeof error.code === "number")
        resolve({ problem: `exit status ${error.code}`, code: error.code, output });
      else resolve({ problem: `exec: "${tool}": executable file not found in $PATH`, output });
    });
  });
}
