import { open, stat } from "node:fs/promises";
import { posix } from "node:path";
import { refuse } from "../base/refusal.ts";

/** An image that is read from a URL. */
export interface OpenedImage {
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Opens an image URL as the hypervisor does. @param localDirectory where `file://` images may lie */
export async function openImageUrl(url: string, localDirectory: string | undefined): Promise<OpenedImage> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === "file:")
    return openLocal(decodeURIComponent(parsed.pathname), url, localDirectory);
  if (parsed?.protocol === "http:" || parsed?.protocol === "https:") return openRemote(url);
  return refuse(`unknown scheme: ${parsed?.protocol.replace(/:$/, "") ?? ""}`);
}

async function openLocal(path: string, url: string, directory: string | undefined): Promise<OpenedImage> {
  if (directory === undefined || directory === "") refuse("local image support not configured");
  // URL parsing tidies the path, so look at what was written.
  const written = url.slice("file://".length);
  if (posix.normalize(written) !== written) refuse(`${written} is not a clean path`);
  if (!path.startsWith(`${directory}/`)) refuse(`${path} is not beneath: ${directory}`);
  const found = await stat(path).catch(() => refuse(`open ${path}: no such file or directory`));
  const file = await open(path, "r");
  return { size: found.size, chunks: file.createReadStream() };
}

async function openRemote(url: string): Promise<OpenedImage> {
  const response = await fetch(url, { redirect: "follow" }).catch((error: Error) =>
    refuse(`error getting: ${url}: ${error.message}`),
  );
  if (!response.ok || response.body === null)
    refuse(`error getting: ${url}: ${response.status} ${response.statusText}`);
  const size = Number(response.headers.get("content-length") ?? 0);
  if (!(size > 0)) refuse(`ContentLength from: ${url}`);
  return { size, chunks: response.body };
}
