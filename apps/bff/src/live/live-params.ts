import type { LiveTopic } from "@stackdeck/api-types";

/** Windows are never larger than this. */
const maxWindow = 500;
const maxFilterLength = 4000;
const maxSortKeys = 8;

function isText(value: unknown, max: number): value is string {
  return typeof value === "string" && value.length <= max;
}

function isCount(value: unknown, max: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= max;
}

function listProblem(params: Record<string, unknown>): string | undefined {
  if (!isText(params.filter, maxFilterLength)) return `filter: text of at most ${maxFilterLength} characters`;
  const sort = params.sort;
  if (!Array.isArray(sort) || sort.length > maxSortKeys || !sort.every((key) => isText(key, 200))) {
    return `sort: list of at most ${maxSortKeys} field names`;
  }
  if (!isCount(params.offset, Number.MAX_SAFE_INTEGER)) return "offset: whole number from 0 on";
  if (!isCount(params.limit, maxWindow)) return `limit: whole number from 0 to ${maxWindow}`;
  if (params.groupBy !== undefined && params.groupBy !== null && !isText(params.groupBy, 200)) {
    return "groupBy: name of a field";
  }
  return undefined;
}

const problemOf: Readonly<Record<LiveTopic, (params: Record<string, unknown>) => string | undefined>> = {
  vms: listProblem,
  hypervisors: listProblem,
  operations: listProblem,
  events: listProblem,
  vm: (params) => (isText(params.IpAddress, 64) ? undefined : "IpAddress: address of a VM"),
  hypervisor: (params) => (isText(params.Id, 300) ? undefined : "Id: identifier of a hypervisor"),
  fleet: () => undefined,
};

/** Checks what a browser asks to follow; returns what is wrong with it, naming the field. */
export function subscriptionProblem(topic: unknown, params: unknown): string | undefined {
  if (typeof topic !== "string" || !Object.hasOwn(problemOf, topic)) {
    return `topic: one of ${Object.keys(problemOf).join(", ")}`;
  }
  if (typeof params !== "object" || params === null) return "params: an object";
  return problemOf[topic as LiveTopic](params as Record<string, unknown>);
}
