import { type MethodName, methods } from "@stackdeck/api-types";
import { MIB, type RestServer } from "../rest-server.ts";
import { Document, type Documented } from "./document.ts";

/** Far more than any call takes, also on a busy machine: what is not answered by then hangs. */
const patienceMs = 15_000;

export interface SentRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text or bytes. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

export interface Received {
  readonly status: number;
  readonly type: string;
  readonly json: unknown;
  readonly headers: Headers;
  readonly text: string;
}

/** A server, its document, and what its operations need in order to find anything. */
export class OpenApiWorld {
  readonly rest: RestServer;
  document: Document;
  /** Requests that were answered. */
  count = 0;
  slow = 0;
  #vm = "";
  #cookies: Promise<Record<string, string>> | undefined;

  private constructor(rest: RestServer, document: Document) {
    this.rest = rest;
    this.document = document;
  }

  static async over(rest: RestServer): Promise<OpenApiWorld> {
    return new OpenApiWorld(rest, await documentOf(rest));
  }

  /** An operation of the document as it is served now: its examples name what there is now. */
  async served(id: string): Promise<Documented> {
    this.document = await documentOf(this.rest);
    return this.document.operations.find((one) => one.id === id) as Documented;
  }

  /** Makes a fresh VM for an operation the only one there is, so that it is the one that examples name. */
  async onlyVmFor(id: string): Promise<string> {
    for (const hypervisor of this.rest.simulation.hypervisors) {
      for (const ip of [...hypervisor.state.vms.keys()]) await hypervisor.removeVm(ip);
    }
    await this.rest.until(() => this.rest.inventory.size === 0);
    return this.vmFor(id);
  }

  /** Parts of the path that lead somewhere; a VM that is gone is replaced. */
  async path(operation: Documented): Promise<Record<string, string>> {
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
    const parts: Record<string, string> = {};
    for (const name of names) parts[name] = await this.#part(name, operation);
    return parts;
  }

  async #part(name: string, operation: Documented): Promise<string> {
    if (name === "ip") return this.vmFor(operation.id);
    if (name === "id") {
      if (operation.path.startsWith("/hypervisors")) return this.rest.id();
      if (operation.path.startsWith("/operations")) return this.#operationId();
      return "00000000-0000-4000-8000-000000000000";
    }
    const fixed: Record<string, string> = { index: "0", name: "kept", filename: "stdout", slot: "image" };
    return fixed[name] ?? name;
  }

  async #operationId(): Promise<string> {
    const { json } = await this.rest.get("/operations?limit=1");
    const [known] = json.Items as { Id: string }[];
    if (known !== undefined) return known.Id;
    const ip = await this.vmFor("StopVm");
    const { json: started } = await this.rest.post(`/vms/${ip}/stop`, {}, { Prefer: "respond-async" });
    return String(started.Id);
  }

  /** A VM in a state that the method takes, made anew when the last one is gone or in another. */
  async vmFor(id: string): Promise<string> {
    const allowed = (methods[id as MethodName]?.states?.allowed ?? []) as readonly string[];
    const wanted = allowed.length > 0 && !allowed.includes("stopped") ? "running" : "stopped";
    const known = this.rest.simulated().state.vms.get(this.#vm);
    if (known?.state === wanted && !known.mutationsBlocked) return this.#vm;
    if (known !== undefined) await this.rest.simulated().removeVm(this.#vm);
    await this.rest.until(() => this.rest.inventory.vm(this.#vm) === undefined);
    this.#vm = await this.rest.addVm({
      name: "driven",
      owner: "admin",
      state: wanted,
      console: "vnc",
      snapshots: ["before-upgrade"],
      volumeSizes: [32 * MIB, MIB, MIB],
    });
    return this.#vm;
  }

  /** Sends a request; undefined when it was not answered in time. */
  async send(operation: Documented, sent: SentRequest): Promise<Received | undefined> {
    const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(sent.path[name] ?? ""));
    const query = new URLSearchParams((sent.query ?? []).map(([name, value]) => [name, value]));
    const url = `${this.rest.url}/api/v1${filled}${query.size === 0 ? "" : `?${query}`}`;
    const stop = AbortSignal.timeout(patienceMs);
    const headers = { ...(await this.#headers(operation, sent)), ...sent.headers };
    const init: RequestInit = { method: operation.verb, signal: stop, headers };
    if (sent.body !== undefined) init.body = sent.body;
    try {
      const response = await fetch(url, init);
      this.count += 1;
      return await received(response);
    } catch (error) {
      if (!stop.aborted) throw error;
      this.slow += 1;
      return undefined;
    }
  }

  async #headers(operation: Documented, sent: SentRequest): Promise<Record<string, string>> {
    const type = typeof sent.body === "string" ? { "Content-Type": "application/json" } : {};
    // Tokens are made in the browser only.
    if (operation.id === "createToken") return { ...(await this.#browser()), ...type };
    return { Authorization: `Bearer ${this.rest.token}`, ...type };
  }

  #browser(): Promise<Record<string, string>> {
    this.#cookies ??= this.rest.browser();
    return this.#cookies;
  }

  /** Puts right what a request may have changed for all. */
  reset(): void {
    for (const { state } of this.rest.simulation.hypervisors) {
      state.disabled = false;
      state.subnets.replace(this.#subnets);
      state.owners = { users: [], groups: [] };
    }
  }

  readonly #subnets = [] as Parameters<
    RestServer["simulation"]["hypervisors"][0]["state"]["subnets"]["replace"]
  >[0] extends Iterable<infer S>
    ? S[]
    : never;

  /** Remembers what `reset` puts back. */
  remember(): void {
    this.#subnets.push(...this.rest.simulated().state.subnets.all());
  }
}

/** Half a surrogate pair has no encoding. */
function encoded(part: string): string {
  return encodeURIComponent(part.replace(/\p{Surrogate}/gu, "\uFFFD"));
}

async function documentOf(rest: RestServer): Promise<Document> {
  const headers = { Authorization: `Bearer ${rest.token}` };
  const answer = await fetch(`${rest.url}/api/openapi.json`, { headers });
  return new Document((await answer.json()) as Record<string, unknown>);
}

async function received(response: Response): Promise<Received> {
  const type = (response.headers.get("content-type") ?? "").split(";")[0] ?? "";
  const { status, headers } = response;
  if (type === "text/event-stream" || type === "application/x-ndjson") {
    await response.body?.cancel();
    return { status, type, headers, json: undefined, text: "" };
  }
  const text = await response.text();
  const isJson = type.endsWith("json");
  return { status, type, headers, text, json: isJson ? JSON.parse(text) : undefined };
}
