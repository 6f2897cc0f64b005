// Compresses what browsers load, once at build time: the server sends the file beside it that the browser understands.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const texts = new Set([".html", ".js", ".css", ".svg", ".json", ".webmanifest"]);
/** Below this nothing is gained: it goes in one packet anyhow. */
export const leastBytes = 1024;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Writes a .br and a .gz beside each text file of a folder, where that makes it smaller. */
export async function compressFolder(folder) {
  const names = readdirSync(folder, { recursive: true }).map(String);
  await Promise.all(names.map((name) => compressFile(join(folder, name))));
}

async function compressFile(path) {
  if (!texts.has(extname(path))) return;
  const content = readFileSync(path);
  if (content.length < leastBytes) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  for (const [suffix, packed] of [
    [".br", await brotli(content, { params })],
    [".gz", await zip(content, { level: 9 })],
  ]) {
    if (packed.length < content.length) writeFileSync(path + suffix, packed);
    else rmSync(path + suffix, { force: true });
  }
}
