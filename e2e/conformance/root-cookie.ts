import { readFile } from "node:fs/promises";
import type { Client } from "./client.ts";

/** The cookie that proves to a hypervisor on this machine that the caller is root, as base64 text. */
export async function readRootCookie(client: Client): Promise<string> {
  const { Path } = await client.ok("GetRootCookiePath");
  return (await readFile(String(Path))).toString("base64");
}
