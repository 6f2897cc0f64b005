// Runs a TypeScript entry: bundles it (our packages in, npm packages out) and starts it with the given arguments.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Bundles a TypeScript entry for Node. npm packages stay external and are resolved from the entry's own package,
 * so the output must lie below that package.
 * @param {string} entry path of the TypeScript file
 * @param {string} outfile path of the JavaScript file to write
 */
export async function bundle(entry, outfile) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    logLevel: "warning",
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    plugins: [ownPackagesInside],
  });
}

/** Bundles `@stackdeck/*` and relative files; everything else is loaded by Node at run time. */
const ownPackagesInside = {
  name: "own-packages-inside",
  /** @param {import("esbuild").PluginBuild} setup */
  setup(setup) {
    setup.onResolve({ filter: /^[^./]/ }, (args) => {
      if (args.kind === "entry-point" || args.path.startsWith("@stackdeck/")) return undefined;
      return { path: args.path, external: true };
    });
  },
};

async function main() {
  const [entry, ...args] = process.argv.slice(2);
  if (entry === undefined) {
    console.error("usage: node scripts/run-ts.mjs FILE.ts [ARGS]");
    process.exit(2);
  }
  const source = resolve(entry);
  const packageDir = join(
    root,
    ...relative(root, source)
      .split("/")
      .slice(0, source.includes("/e2e/") ? 1 : 2),
  );
  const outDir = join(packageDir, "node_modules", ".cache");
  mkdirSync(outDir, { recursive: true });
  const outfile = join(outDir, `${basename(source, ".ts")}-${process.pid}.mjs`);
  await bundle(source, outfile);
  const child = spawn(process.execPath, ["--enable-source-maps", outfile, ...args], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
