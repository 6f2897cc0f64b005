import type { Operation, Problem } from "@stackdeck/api-types";

/** An answer, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body as JSON; anything a test wants to look at. */
  readonly json: Record<string, unknown> & Partial<Problem>;
}

export interface Sent {
  readonly body?: unknown;
  /** Bytes as they are, instead of a JSON body. */
  readonly raw?: Uint8Array | ReadableStream<Uint8Array> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Asks a server as a script asks: with an API token. */
export class RestCaller {
  readonly url: string;
  readonly token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  /** Sends a request below /api/v1 and gives the answer with its body unread. */
  open(verb: string, path: string, sent: Sent = {}): Promise<Response> {
    const json = sent.body === undefined ? {} : { "Content-Type": "application/json" };
    const init: RequestInit & { duplex?: "half" } = {
      method: verb,
      headers: { Authorization: `Bearer ${this.token}`, ...json, ...sent.headers },
    };
    if (sent.signal !== undefined) init.signal = sent.signal;
    if (sent.raw !== undefined) {
      init.body = sent.raw as BodyInit;
      init.duplex = "half";
    } else if (sent.body !== undefined) init.body = JSON.stringify(sent.body);
    return fetch(`${this.url}/api/v1${path}`, init);
  }

  /** Sends a request and reads the whole answer. */
  async send(verb: string, path: string, sent: Sent = {}): Promise<Answer> {
    const response = await this.open(verb, path, sent);
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString();
    const isJson = /json/.test(response.headers.get("content-type") ?? "") && text !== "";
    return {
      status: response.status,
      headers: response.headers,
      bytes,
      text,
      json: isJson && !/ndjson/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : {},
    };
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send("GET", path, { headers });
  }

  post(path: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send("POST", path, { body, headers });
  }

  /** Items of a stream as they come, until the signal aborts or the stream ends. */
  async *lines(path: string, signal?: AbortSignal): AsyncGenerator<Record<string, unknown>> {
    const response = await this.open("GET", path, { headers: { Accept: "application/x-ndjson" }, signal });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) yield JSON.parse(part) as Record<string, unknown>;
    }
  }

  /** Follows an operation until it satisfies the condition, by default until it has ended. */
  async follow(
    started: { readonly json: Record<string, unknown> },
    condition: (operation: Operation) => boolean = ({ EndedOn }) => EndedOn !== "",
  ): Promise<Operation> {
    if (typeof started.json.Id !== "string") throw new Error(`no operation: ${JSON.stringify(started.json)}`);
    const enough = new AbortController();
    let last: Operation | undefined;
    for await (const item of this.lines(`/operations/${started.json.Id}/events`, enough.signal)) {
      last = item as unknown as Operation;
      if (condition(last)) break;
    }
    enough.abort();
    if (last === undefined || !condition(last)) throw new Error(`it ended as ${JSON.stringify(last)}`);
    return last;
  }

  /** Headers of a browser that has signed in with the token of a login link. */
  async signIn(loginToken: string): Promise<Record<string, string>> {
    const answer = await fetch(`${this.url}/api/v1/session`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: loginToken }),
    });
    const [cookie = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
    const { CsrfToken } = (await answer.json()) as { CsrfToken: string };
    return { Authorization: "", Cookie: cookie, "X-CSRF-Token": CsrfToken, Origin: this.url };
  }

  /** The audit lines about a target, oldest first. */
  async audit(target: string): Promise<{ Method: string; Outcome: string; Detail: string }[]> {
    const answer = await this.get(`/audit?target=${encodeURIComponent(target)}`);
    return (answer.json.Items as { Method: string; Outcome: string; Detail: string }[]).reverse();
  }
}
