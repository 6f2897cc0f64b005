import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { Request, RequestHandler, Response } from "express";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};
const encodings = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
] as const;

interface StaticFile {
  readonly path: string;
  readonly size: number;
  readonly etag: string;
}

/** All files below a folder by their path in the address. The list is made once: nothing else can ever be served. */
function listFiles(root: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) {
        const { size, mtimeMs } = statSync(path);
        const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
        files.set(`/${relative(root, path).split(sep).join("/")}`, { path, size, etag });
      }
    }
  };
  if (existsSync(root)) visit(root);
  return files;
}

/** Vite puts a hash of the content into the names below /assets/: such a file never changes. */
function cacheControl(path: string): string {
  return path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

/** Serves the built web app; every other address gets its page, which knows its own routes. */
export function staticFiles(root: string): RequestHandler {
  const files = listFiles(root);
  return (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next();
    const wanted = safePath(request.path);
    const found = wanted !== undefined && files.has(wanted) ? wanted : undefined;
    const path = found ?? (isPage(request) ? "/index.html" : undefined);
    if (path === undefined || !files.has(path)) return next();
    sendFile(request, response, { path, files });
  };
}

/**
 * Whether an address may be one of the web app's own. Names and addresses in it have dots, so for people who navigate
 * everything outside /assets/ is; for programs, what does not look like a file.
 */
function isPage(request: Request): boolean {
  if (request.path.startsWith("/assets/")) return false;
  if ((request.headers.accept ?? "").includes("text/html")) return true;
  return !/\.[a-z][a-z0-9]{0,11}$/i.test(request.path);
}

function safePath(path: string): string | undefined {
  try {
    const decoded = decodeURIComponent(path);
    return decoded === "/" ? "/index.html" : decoded;
  } catch {
    return undefined;
  }
}

function sendFile(
  request: Request,
  response: Response,
  o: { path: string; files: ReadonlyMap<string, StaticFile> },
): void {
  const accepted = request.headers["accept-encoding"] ?? "";
  const encoding = encodings.find(
    ({ name, suffix }) => new RegExp(`\\b${name}\\b`).test(accepted) && o.files.has(o.path + suffix),
  );
  const file = o.files.get(o.path + (encoding?.suffix ?? ""))!;
  response.setHeader("Content-Type", types[extname(o.path).toLowerCase()] ?? "application/octet-stream");
  response.setHeader("Cache-Control", cacheControl(o.path));
  response.setHeader("Vary", "Accept-Encoding");
  response.setHeader("ETag", file.etag);
  if (encoding !== undefined) response.setHeader("Content-Encoding", encoding.name);
  if (request.headers["if-none-match"] === file.etag) {
    response.status(304).end();
    return;
  }
  response.setHeader("Content-Length", file.size);
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  createReadStream(file.path)
    .on("error", () => response.destroy())
    .pipe(response);
}
