import { accessTokenHeader, consoleCloseCodes, type MethodRow, takesTokenHeader } from "@stackdeck/api-types";
import WebSocket from "ws";
import type { RestServer } from "../rest-server.ts";
import type { Decision } from "./hypervisor-decision.ts";

/** How the server decided, and whether it did so itself. */
export interface ServerDecision {
  readonly decision: Decision;
  /** The hypervisor was not asked. */
  readonly alone: boolean;
  readonly seen: string;
}

const denials: readonly string[] = [
  "FORBIDDEN",
  "UNAUTHENTICATED",
  "ACCESS_DENIED",
  "SUBNET_ACCESS_DENIED",
  "LOCAL_ONLY",
];

/** What the server finds out by looking, after the question of permission. */
const laterFindings: readonly string[] = ["NOTHING_SAVED", "VM_STATE"];

/** Asks for the same over REST. `signedIn` false: without cookie and token. */
export async function serverDecides(
  rest: RestServer,
  row: MethodRow,
  request: Readonly<Record<string, unknown>>,
  signedIn: boolean,
): Promise<ServerDecision> {
  const path = pathOf(rest, row, request);
  if (row.framing === "byte-channel" && signedIn) return consoleDecision(rest, path);
  const stop = new AbortController();
  const init = { ...sentOf(row, request), signal: stop.signal };
  const headers = signedIn ? init.headers : { ...init.headers, Authorization: "" };
  const response = await rest.open(row.rest.verb, addressOf(row, path, request), { ...init, headers });
  if (response.ok && row.mode === "stream") {
    stop.abort();
    return { decision: "allowed", alone: false, seen: String(response.status) };
  }
  const text = await response.text();
  if (response.status === 202 && row.mode !== "sync") return operationDecision(rest, text);
  if (response.ok) return { decision: "allowed", alone: false, seen: String(response.status) };
  return problemDecision(JSON.parse(text) as Problem);
}

interface Problem {
  readonly code: string;
  readonly detail?: string;
  readonly hypervisorError?: string;
}

function problemDecision(problem: Problem): ServerDecision {
  const seen = `${problem.code}: ${problem.detail ?? ""}`;
  const alone = problem.hypervisorError === undefined;
  if (denials.includes(problem.code)) return { decision: "denied", alone, seen };
  // Anything else must be the hypervisor's word: else the question was not reached.
  if (alone && !laterFindings.includes(problem.code)) throw new Error(`no decision: ${seen}`);
  return { decision: "allowed", alone: false, seen };
}

/** What an operation meets in the background counts as well. */
async function operationDecision(rest: RestServer, text: string): Promise<ServerDecision> {
  const started = { json: JSON.parse(text) as Record<string, unknown> };
  const ended = await rest.follow(
    started,
    ({ EndedOn, State }) => EndedOn !== "" || State === "waiting-for-commit",
  );
  if (ended.State === "waiting-for-commit") {
    await rest.post(`/operations/${ended.Id}/commit`, { Commit: false });
    await rest.follow(started);
  }
  return ended.Error === null || ended.Error === undefined
    ? { decision: "allowed", alone: false, seen: ended.State }
    : problemDecision(ended.Error);
}

function pathOf(rest: RestServer, row: MethodRow, request: Readonly<Record<string, unknown>>): string {
  const fields = new Map(row.rest.params.map((param) => [param.name, param.field]));
  return row.rest.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const field = fields.get(name) ?? null;
    return encodeURIComponent(field === null ? rest.id() : String(request[field]));
  });
}

/** Fields of the request that do not stand in the path. */
function restOf(row: MethodRow, request: Readonly<Record<string, unknown>>): [string, unknown][] {
  const taken = row.rest.params.map((param) => param.field);
  return Object.entries(request).filter(([name]) => !taken.includes(name));
}

function addressOf(row: MethodRow, path: string, request: Readonly<Record<string, unknown>>): string {
  if (row.rest.input !== "query") return path;
  const open = restOf(row, request).filter(([name]) => name !== "AccessToken");
  const query = new URLSearchParams(open.map(([name, value]) => [name, String(value)]));
  return query.size === 0 ? path : `${path}?${query}`;
}

function sentOf(row: MethodRow, request: Readonly<Record<string, unknown>>) {
  const headers: Record<string, string> = {};
  if (takesTokenHeader(row) && request.AccessToken) headers[accessTokenHeader] = String(request.AccessToken);
  if (row.rest.prefer !== null) headers.Prefer = row.rest.prefer;
  if (row.rest.input === "raw") return { headers, raw: Buffer.from("data") };
  if (row.rest.input === "json") return { headers, body: Object.fromEntries(restOf(row, request)) };
  return { headers };
}

/** The first thing a console says, or how it is closed. */
function consoleDecision(rest: RestServer, path: string): Promise<ServerDecision> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${rest.url.replace("http", "ws")}/api/v1${path}`, {
      headers: { Authorization: `Bearer ${rest.token}` },
    });
    socket.on("message", () => {
      resolve({ decision: "allowed", alone: false, seen: "message" });
      socket.terminate();
    });
    socket.on("close", (code, reason) => {
      const isDenied = code === consoleCloseCodes.forbidden;
      resolve({ decision: isDenied ? "denied" : "allowed", alone: isDenied, seen: `${code} ${reason}` });
    });
    socket.on("error", reject);
  });
}
