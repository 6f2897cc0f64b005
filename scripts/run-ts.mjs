// Runs a TypeScript entry of the workspace: bundles it and starts it with the given arguments.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { bundle } from "./lib/bundle.mjs";
import { root, serverEnvironment } from "./lib/workspace.mjs";

const nodeFlags = [];
const argv = process.argv.slice(2);
while (argv[0]?.startsWith("--")) nodeFlags.push(argv.shift());
const [entry, ...args] = argv;
if (entry === undefined) {
  console.error("usage: node scripts/run-ts.mjs [NODE FLAGS] FILE.ts [ARGS]");
  process.exit(2);
}
const source = resolve(entry);
// Native packages stay outside the bundle and are found from where it lies: below the entry's own package.
const parts = relative(root, source).split("/");
const packageDir = join(root, ...parts.slice(0, parts[0] === "e2e" ? 1 : 2));
const outDir = join(packageDir, "node_modules", ".cache");
mkdirSync(outDir, { recursive: true });
const outfile = join(outDir, `${basename(source, ".ts")}-${process.pid}.mjs`);
await bundle(source, outfile);
const child = spawn(process.execPath, ["--enable-source-maps", ...nodeFlags, outfile, ...args], {
  stdio: "inherit",
  env: { ...serverEnvironment, ...process.env },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  for (const file of [outfile, `${outfile}.map`]) rmSync(file, { force: true });
  process.exit(signal ? 1 : (code ?? 1));
});
