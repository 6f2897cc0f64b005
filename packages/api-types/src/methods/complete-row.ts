import type { MethodRow, MethodSpec, Mode, PathParameter, RestRoute, RestSpec } from "./method-row.ts";

const pathFields: Readonly<Record<string, PathParameter>> = {
  id: { name: "id", field: null },
  ip: { name: "ip", field: "IpAddress" },
  index: { name: "index", field: "VolumeIndex" },
  filename: { name: "filename", field: "Filename" },
  // A dot cannot be part of a snapshot's name, so this text cannot be one.
  name: { name: "name", field: "Name", emptyAs: ".default" },
};

/** A row of the table with everything its specification leaves to defaults. */
export function completeRow<N extends string>(
  name: N,
  category: string,
  spec: MethodSpec,
): MethodRow & { readonly name: N } {
  return {
    name,
    service: "Hypervisor",
    category,
    label: spec.label,
    summary: spec.summary,
    access: spec.access ?? "public",
    framing: spec.framing ?? "request-reply",
    mode: modeOf(spec),
    request: spec.request,
    response: spec.response,
    clientReply: spec.clientReply ?? null,
    streamTypes: spec.streamTypes ?? [],
    implementedBy: spec.implementedBy ?? null,
    extra: spec.extra ?? false,
    authorization: spec.authorization,
    states: spec.states ?? null,
    refusedWhileMutationsBlocked: spec.refusedWhileMutationsBlocked ?? false,
    mutating: spec.mutating ?? true,
    destructive: spec.destructive ?? false,
    destructiveWhen: spec.destructiveWhen ?? null,
    confirm: spec.confirm ?? { level: "none" },
    idempotent: spec.idempotent ?? false,
    longRunning: spec.longRunning ?? false,
    announced: spec.announced ?? false,
    sinceApril2025: spec.sinceApril2025 ?? false,
    mayBeUnauthenticated: spec.mayBeUnauthenticated ?? false,
    rest: routeOf(spec.rest),
    secrets: spec.secrets ?? [],
    cli: spec.cli ?? null,
  };
}

function modeOf(spec: MethodSpec): Mode {
  if (spec.implementedBy !== undefined) return "async";
  switch (spec.framing) {
    case "progress":
    case "progress-with-commit":
    case "upload-then-progress":
      return "operation";
    case "event-stream":
    case "line-stream":
    case "byte-channel":
      return "stream";
    default:
      return "sync";
  }
}

function routeOf(spec: RestSpec): RestRoute {
  const names = [...spec.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
  const takesQuery = spec.verb === "GET" || spec.verb === "DELETE";
  return {
    verb: spec.verb,
    path: spec.path,
    params: names.map((name) => pathFields[name] as PathParameter),
    input: spec.body ?? (takesQuery ? "query" : "json"),
    hypervisorFrom: spec.hypervisorFrom ?? (names.includes("id") ? "path" : "vm"),
    filledByServer: spec.filledByServer ?? [],
    prefer: spec.prefer ?? null,
  };
}

/** Header that carries the access token of a VM where the rest of a request stands in the address. */
export const accessTokenHeader = "X-VM-Access-Token";

/** Whether a caller may have a request/reply method run in the background: not where the answer is all there is. */
export function mayAnswerLater(row: MethodRow): boolean {
  const isReply = row.framing === "request-reply" && row.mode !== "stream";
  return row.mutating && isReply && !row.secrets.includes("Token");
}

/** Whether a method takes the access token of a VM from that header rather than from the body. */
export function takesTokenHeader(row: MethodRow): boolean {
  return row.rest.input === "query" && row.secrets.includes("AccessToken");
}
