/** The same streams through Go's encoding/gob, where Go is installed. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface GoTimes {
  readonly go: string;
  readonly decodeMs: number;
  readonly encodeMs: number;
}

/** Measures each stream for `spanMs` each way; undefined without Go. */
export function measureGo(streams: readonly Buffer[], spanMs: number): GoTimes[] | undefined {
  const folder = mkdtempSync(join(tmpdir(), "gobench-"));
  const program = join(folder, "gobench");
  try {
    execFileSync("go", ["build", "-o", program, "."], {
      cwd: resolve("packages/srpc/testdata/gobench"),
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-buildvcs=false" },
    });
    return streams.map((stream, index) => {
      const file = join(folder, `${index}.gob`);
      writeFileSync(file, stream);
      return JSON.parse(execFileSync(program, [file, String(spanMs)], { encoding: "utf8" })) as GoTimes;
    });
  } catch (error) {
    const text = String((error as { stderr?: Buffer }).stderr ?? (error as Error).message);
    console.log(`without Go: ${text.split("\n")[0]}`);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
