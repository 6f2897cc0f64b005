import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atLeast, atMost, type PartResult } from "./console-goals.ts";

/** What the program that drives the browser reports. */
export interface BrowserFigures {
  readonly megabytesPerSecond: number;
  readonly framesPerSecond: number;
  readonly interruptMs: number;
  readonly heapMegabytes: number;
  readonly restartMs: number;
  readonly linkLossMs: number;
  readonly replayedKiB: number;
  readonly repeatedLines: number;
  readonly missingLines: number;
  readonly keysSentTwice: number;
}

/** The built web app in Chromium, on the built server, over a simulated hypervisor: a program of its own. */
export async function measureBrowser(quick: boolean): Promise<PartResult> {
  const directory = mkdtempSync(join(tmpdir(), "stackdeck-bench-"));
  const file = join(directory, "figures.json");
  const args = ["scripts/bench-browser.mjs", "console", file, ...(quick ? ["--quick"] : [])];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
  await once(child, "exit");
  const figures = JSON.parse(readFileSync(file, "utf8")) as BrowserFigures;
  rmSync(directory, { recursive: true, force: true });
  const goals = [
    atLeast("20 MB/s for 10 s in Chromium: frames", figures.framesPerSecond, 20, "per s"),
    atMost("Ctrl-C takes effect", figures.interruptMs, 200, "ms"),
    atMost("heap grows", figures.heapMegabytes, 60, "MB"),
    atMost("live again after a restart of the server", figures.restartMs, 2000, "ms"),
    atMost("live again after a lost link", figures.linkLossMs, 2000, "ms"),
    atLeast("replayed after a restart", figures.replayedKiB, 256, "KiB"),
    atMost("lines shown twice", figures.repeatedLines, 0),
    atMost("lines missing", figures.missingLines, 0),
    atMost("keys sent twice", figures.keysSentTwice, 0),
  ];
  return { rows: [figures], goals };
}
