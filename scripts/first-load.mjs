// Measures the JavaScript and CSS a browser loads before the first screen, gzip, and holds them to the budget.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { leastBytes } from "./lib/compress.mjs";
import { root } from "./lib/workspace.mjs";

/** Budget in KB (1000 bytes) of gzip: experience needs the first screen fast on a slow line. */
const budgetKB = { js: 200, css: 40 };

const dist = join(root, "apps/web/dist");
if (!existsSync(join(dist, "index.html"))) {
  console.error("apps/web/dist is missing: run `npm run build` first.");
  process.exit(1);
}
const html = readFileSync(join(dist, "index.html"), "utf8");
const named = [...html.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
let failed = false;
for (const kind of ["js", "css"]) {
  const files = named.filter((file) => file.endsWith(`.${kind}`));
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
  const limit = budgetKB[kind] * 1000;
  console.log(
    `first load ${kind}: ${(bytes / 1000).toFixed(1)} KB gzip in ${files.length} files (budget ${budgetKB[kind]} KB)`,
  );
  // What is not packed at build time travels as it is: three times as much.
  for (const file of files)
    for (const suffix of [".br", ".gz"])
      if (statSync(join(dist, file)).size >= leastBytes && !existsSync(join(dist, file + suffix))) {
        console.error(`${file}${suffix} is missing: it would travel unpacked.`);
        failed = true;
      }
  if (bytes > limit || (kind === "js" && files.length === 0)) failed = true;
}
const all = readdirSync(join(dist, "assets")).filter((file) => file.endsWith(".js"));
console.log(`${all.length} JavaScript files in all`);
process.exit(failed ? 1 : 0);
