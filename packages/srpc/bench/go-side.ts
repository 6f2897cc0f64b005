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

/** Our small program built with the installed Go, and the streams it is to work on. */
export class GoSide {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined (and a line that says why) without Go. */
  static build(streams: readonly Buffer[]): GoSide | undefined {
    const folder = mkdtempSync(join(tmpdir(), "gobench-"));
    try {
      execFileSync("go", ["build", "-o", join(folder, "gobench"), "."], {
        cwd: resolve("packages/srpc/testdata/gobench"),
        stdio: ["ignore", "ignore", "pipe"],
        env: { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-buildvcs=false" },
      });
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      const text = String((error as { stderr?: Buffer }).stderr ?? (error as Error).message);
      console.log(`without Go: ${text.split("\n")[0]}`);
      return undefined;
    }
    for (const [index, stream] of streams.entries()) writeFileSync(join(folder, `${index}.gob`), stream);
    return new GoSide(folder);
  }

  /** Shortest times of decoding and encoding one of the streams, each tried for `spanMs`. */
  measure(stream: number, spanMs: number): GoTimes {
    const file = join(this.#folder, `${stream}.gob`);
    const output = execFileSync(join(this.#folder, "gobench"), [file, String(spanMs)], { encoding: "utf8" });
    return JSON.parse(output) as GoTimes;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
