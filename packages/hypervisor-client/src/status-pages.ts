import { request } from "node:http";

/** Largest page that is read, in bytes: a boot log grows without limit. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024;
/** Longest silence. */
const PAGE_TIMEOUT_MS = 10_000;
/** For the whole page: one that comes byte by byte is never silent, and never ends. */
const WHOLE_PAGE_MS = 60_000;
/** Pieces of a page that are kept apart; each costs far more than its bytes where these are few. */
const MAX_CHUNKS = 4096;

export interface StatusPage {
  readonly status: number;
  readonly body: Buffer;
  /** True when the page was longer than what is read of it (16 MiB): `body` is its end. */
  readonly truncated: boolean;
}

/** Where a hypervisor serves its pages: the SRPC port, plain HTTP, no certificate. */
export interface PageAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads one of the hypervisor's plain HTTP pages; of a very long one its last 16 MiB. */
export function readStatusPage(
  address: PageAddress,
  path: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<StatusPage> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined;
    const get = request(
      {
        host: address.host,
        port: address.port,
        path,
        agent: false,
        timeout: PAGE_TIMEOUT_MS,
        signal: options.signal,
      },
      (response) => {
        const tail = new Tail(MAX_PAGE_BYTES);
        response.on("data", (chunk: Buffer) => tail.push(chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, body: tail.bytes(), truncated: tail.truncated }),
        );
        response.on("error", (error) => reject(failure ?? error));
      },
    );
    const giveUp = (on: string) => () => {
      failure = new Error(`${address.host}:${address.port} did not ${on}`);
      get.destroy(failure);
    };
    get.on("timeout", giveUp("answer in 10 seconds"));
    const whole = setTimeout(giveUp("send the whole page in a minute"), WHOLE_PAGE_MS);
    get.on("close", () => clearTimeout(whole));
    get.on("error", reject);
    get.end();
  });
}

/** The last bytes of a long text. */
class Tail {
  truncated = false;
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length - (this.#chunks[0]?.length ?? 0) >= this.#limit) {
      this.#length -= this.#chunks.shift()?.length ?? 0;
      this.truncated = true;
    }
    if (this.#chunks.length > MAX_CHUNKS) this.#chunks = [Buffer.concat(this.#chunks)];
  }

  bytes(): Buffer {
    const all = Buffer.concat(this.#chunks);
    if (all.length <= this.#limit) return all;
    this.truncated = true;
    return all.subarray(all.length - this.#limit);
  }
}

/**
 * Names of the Hypervisor methods that a server offers (there is no version number on the wire).
 * @throws Error when the server has no such page
 */
export async function listMethods(
  address: PageAddress,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<string[]> {
  const page = await readStatusPage(address, "/_goSRPC_/listMethods", options);
  if (page.status !== 200) throw new Error(`the method list was answered with HTTP ${page.status}`);
  const prefix = "Hypervisor.";
  const lines = page.body.toString("utf8").split("\n", 10_000);
  return lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length).trim());
}

/** Serial output of a VM while nobody was attached; undefined when the hypervisor has none. */
export async function readBootLog(
  address: PageAddress,
  ip: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<StatusPage | undefined> {
  const page = await readStatusPage(address, `/showVmBootLog?${encodeURIComponent(ip)}`, options);
  return page.status === 200 ? page : undefined;
}
