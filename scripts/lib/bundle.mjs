import { build } from "esbuild";

/** Packages that cannot be put into a bundle: native code, or tools that load files of their own. */
const external = [
  "@playwright/*",
  "libsql",
  "@libsql/*",
  "pg-native",
  "esbuild",
  "vite",
  "vitest",
  "fsevents",
  "*.node",
];

/**
 * Bundles a TypeScript entry and all it imports into one file for Node.
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
    sourcemap: true,
    logLevel: "warning",
    external,
    // CommonJS packages inside an ES module still call require() for Node's own modules.
    banner: {
      js: [
        "import { createRequire as __createRequire } from 'node:module';",
        "import { fileURLToPath as __toPath } from 'node:url';",
        "const require = __createRequire(import.meta.url);",
        "const __filename = __toPath(import.meta.url);",
        "const __dirname = __toPath(new URL('.', import.meta.url));",
      ].join(" "),
    },
  });
}
