import type { Problem } from "@stackdeck/api-types";

/** A request that did not succeed, with everything that is known of why. */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiError";
    this.problem = problem;
  }
}

/** Any error as a problem, so that screens have one thing to show. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return {
    type: "about:blank",
    title: "Something went wrong",
    status: 0,
    detail,
    code: "BROWSER",
    requestId: "",
  };
}

let csrfToken = "";
/** The token that mutating requests carry; it comes with the session. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** The header that proves a mutating request comes from our own page. */
export function csrfHeader(): Readonly<Record<string, string>> {
  return { "X-CSRF-Token": csrfToken };
}

let onSignedOut: () => void = () => {};
/** Called when the server no longer knows the session. */
export function onSessionLost(listener: () => void): void {
  onSignedOut = listener;
}

export interface RequestOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

function headersFor(options: RequestOptions): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
  if ((options.method ?? "GET") !== "GET") Object.assign(headers, csrfHeader());
  if (options.body !== undefined && !isRaw(options.body)) headers["Content-Type"] ??= "application/json";
  if (options.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
  return headers;
}

function isRaw(body: unknown): body is Blob | string | ArrayBuffer {
  return body instanceof Blob || body instanceof ArrayBuffer || typeof body === "string";
}

/** Turns an unsuccessful answer into a problem, whatever stood between us and the server. */
export function problemFromText(status: number, statusText: string, text: string): Problem {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && "code" in parsed && "title" in parsed)
      return parsed as Problem;
  } catch {
    // Not ours: a proxy's page, most likely.
  }
  const title = status === 413 ? "The server refuses so much data at once" : `The server answered ${status}`;
  return {
    type: "about:blank",
    title,
    status,
    detail: statusText || text.slice(0, 200),
    code: `HTTP_${status}`,
    requestId: "",
  };
}

/** Sends a request to our server. Rejects with ApiError; the answer's body is left to the caller. */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const { body, signal } = options;
  let response: Response;
  try {
    response = await fetch(path, {
      method: options.method ?? "GET",
      headers: headersFor(options),
      credentials: "same-origin",
      cache: "no-store",
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(unreachable(options.method));
  }
  if (response.ok) return response;
  const problem = problemFromText(response.status, response.statusText, await response.text());
  if (response.status === 401) onSignedOut();
  throw new ApiError(problem);
}

function unreachable(method: string | undefined): Problem {
  const changes = (method ?? "GET") !== "GET";
  return {
    type: "about:blank",
    title: "The Stackdeck server can not be reached",
    status: 0,
    detail: changes
      ? "The answer did not come back. What you asked for may or may not have happened: look before you try again."
      : "Check your network; this page goes on by itself when the server is back.",
    code: "SERVER_UNREACHABLE",
    requestId: "",
    outcomeUnknown: changes,
  };
}

/** Sends a request and reads a JSON answer; undefined for an empty one. */
export async function sendJson<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}
