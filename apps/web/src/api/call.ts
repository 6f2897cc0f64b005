import { type MethodName, type Methods, methods, type Operation } from "@stackdeck/api-types";
import { send, sendJson } from "./http.ts";

/** Root of the REST interface. */
export const apiRoot = "/api/v1";

export interface CallOptions {
  /** The hypervisor, for methods that are about one (`{id}` in the path). */
  readonly id?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly idempotencyKey?: string | undefined;
}

type Request = Readonly<Record<string, unknown>>;

/** The address of a call: path parameters taken out of the request, the rest in the query where there is no body. */
export function urlOf(name: MethodName, request: Request, id?: string): { url: string; rest: Request } {
  const { rest: route } = methods[name];
  const rest: Record<string, unknown> = { ...request };
  let path = route.path;
  for (const parameter of route.params) {
    const value = parameter.field === null ? id : rest[parameter.field];
    if (parameter.field !== null) delete rest[parameter.field];
    const text = value === undefined || value === "" ? (parameter.emptyAs ?? "") : String(value);
    path = path.replace(`{${parameter.name}}`, encodeURIComponent(text));
  }
  if (route.input !== "query") return { url: apiRoot + path, rest };
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(rest))
    if (value !== undefined && value !== "" && value !== false)
      query.set(key, typeof value === "object" ? JSON.stringify(value) : String(value));
  const text = query.toString();
  return { url: apiRoot + path + (text ? `?${text}` : ""), rest };
}

/** What a call answers: the message of the hypervisor, or our operation for work that takes its time. */
export type Answer<N extends MethodName> = Methods[N]["response"];

function requestOptions(name: MethodName, rest: Request, options: CallOptions) {
  const { rest: route } = methods[name];
  return {
    method: route.verb,
    signal: options.signal,
    idempotencyKey: route.verb === "GET" ? undefined : (options.idempotencyKey ?? crypto.randomUUID()),
    ...(route.input === "json" ? { body: rest } : {}),
    ...(route.prefer ? { headers: { Prefer: route.prefer } } : {}),
  };
}

/** Calls an API by its name in the method table. Rejects with ApiError. */
export async function callMethod<N extends MethodName>(
  name: N,
  request: Request,
  options: CallOptions = {},
): Promise<Answer<N>> {
  const { url, rest } = urlOf(name, request, options.id);
  return sendJson<Answer<N>>(url, requestOptions(name, rest, options));
}

/** Begins work that goes on in the background; the answer is its operation. */
export async function startOperation(
  name: MethodName,
  request: Request,
  options: CallOptions = {},
): Promise<Operation> {
  const { url, rest } = urlOf(name, request, options.id);
  return sendJson<Operation>(url, requestOptions(name, rest, options));
}

/** Sends raw bytes as the body of a call (user data). */
export async function sendRaw(name: MethodName, request: Request, body: Blob): Promise<void> {
  const { url } = urlOf(name, request);
  await send(url, {
    method: methods[name].rest.verb,
    body,
    headers: { "Content-Type": "application/octet-stream" },
    idempotencyKey: crypto.randomUUID(),
  });
}

/** Reads a text download (logs, user data). */
export async function readText(name: MethodName, request: Request, signal?: AbortSignal): Promise<string> {
  const { url } = urlOf(name, request);
  const response = await send(url, { signal, headers: { Accept: "*/*" } });
  return response.text();
}
