// Builds the product: the web app (Vite) and the server (one bundle). Skips what is up to date.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compressFolder } from "./lib/compress.mjs";
import { root, run } from "./lib/workspace.mjs";

const server = join(root, "apps/bff/dist/main.mjs");
const web = join(root, "apps/web/dist/index.html");

/** Fingerprint of all sources below the given folders: path, size and time of each file. */
function fingerprint(folders) {
  const hash = createHash("sha256");
  const visit = (path) => {
    const stat = statSync(path);
    if (!stat.isDirectory()) return hash.update(`${path}:${stat.size}:${stat.mtimeMs}\n`);
    for (const name of readdirSync(path).sort()) {
      if (!["node_modules", "dist", "testdata", "test"].includes(name)) visit(join(path, name));
    }
    return undefined;
  };
  for (const folder of folders) visit(join(root, folder));
  return hash.digest("hex");
}

/** Builds one part unless its output was made from the same sources. Returns false when the build failed. */
async function buildPart(name, output, folders, make) {
  const stampFile = `${output}.stamp`;
  const stamp = fingerprint(folders);
  if (existsSync(output) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return true;
  console.log(`Building ${name} …`);
  mkdirSync(dirname(output), { recursive: true });
  if (!(await make())) return false;
  writeFileSync(stampFile, stamp);
  return true;
}

/** Builds everything; ends the process with 1 when something cannot be built. */
export async function buildAll() {
  const shared = ["packages/api-types", "pnpm-lock.yaml", "scripts"];
  const { bundle } = await import("./lib/bundle.mjs");
  const ok =
    (await buildPart("the server", server, ["apps/bff", "packages", ...shared], async () => {
      await bundle(join(root, "apps/bff/src/main.ts"), server);
      return true;
    })) &&
    (await buildPart("the web app", web, ["apps/web", ...shared], async () => {
      const vite = join(root, "apps/web/node_modules/.bin/vite");
      if ((await run(vite, ["build", "--logLevel", "error"], { cwd: join(root, "apps/web") })) !== 0)
        return false;
      await compressFolder(dirname(web));
      return true;
    }));
  if (!ok) {
    console.error("The build failed; the messages above say where.");
    process.exit(1);
  }
}

if (process.argv[1]?.endsWith("build.mjs")) await buildAll();
