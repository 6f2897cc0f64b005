import { isDeepStrictEqual } from "node:util";
import {
  type ErrorCode,
  type MethodRow,
  methods,
  type Subnet,
  type UpdateSubnetsRequest,
  type VmInfo,
} from "@stackdeck/api-types";
import { HypervisorError, OutcomeUnknownError } from "@stackdeck/hypervisor-client";
import { callMethod } from "./call-method.ts";
import { fromCode, toApiError } from "./problem.ts";
import type { Target } from "./target.ts";

type Input = Readonly<Record<string, unknown>>;
type Reply = Record<string, unknown>;

/** Reading again must not take longer than people wait for the answer itself. */
const rereadWithinMs = 10_000;

/** Calls that change something even when they answer an error: what is there then is part of every answer. */
const rereads = { ChangeVmVolumeSize: "GetVmInfo", UpdateSubnets: "ListSubnets" } as const;

/**
 * A request/reply call of the table, with care for servers that do half of it, more than they say, or nothing at all
 * and call it success. What may have changed is read again and goes with the answer as `Current`.
 */
export async function carefulCall(target: Target, row: MethodRow, input: Input): Promise<Reply> {
  if (row.name === "RestoreVmFromSnapshot") await requireSnapshot(target, String(input.Name ?? ""));
  const reread = row.name in rereads ? methods[rereads[row.name as keyof typeof rereads]] : undefined;
  try {
    let reply: Reply = {};
    for (const step of stepsOf(row, target.vm, input))
      reply = await callMethod(target.connections, row, step);
    if (row.name === "PrepareVmForMigration") await requirePrepared(target, input.Enable === true);
    return reread === undefined ? reply : { ...reply, ...(await current(target, reread)) };
  } catch (error) {
    if (row.name === "ExportLocalVm" && error instanceof OutcomeUnknownError)
      throw await hungUp(target, error);
    const done = row.name === "UpdateSubnets" ? await subnetsAfterAll(target, input, error) : undefined;
    if (done !== undefined) return done;
    throw await withCurrent(target, { row, reread, error });
  }
}

/** After an error that may hide a change, and after every lost answer: what is there now. */
async function withCurrent(
  target: Target,
  failed: { row: MethodRow; reread: MethodRow | undefined; error: unknown },
): Promise<unknown> {
  const { row, reread, error } = failed;
  const isResize = row.name === "ChangeVmSize" && error instanceof HypervisorError;
  const isLost = error instanceof OutcomeUnknownError && row.mutating && target.ip !== undefined;
  const read = reread ?? (isResize || isLost ? methods.GetVmInfo : undefined);
  const mayHide = error instanceof HypervisorError || error instanceof OutcomeUnknownError;
  if (read === undefined || !mayHide) return error;
  const { code, ...options } = toApiError(error).options;
  return fromCode(code as ErrorCode, { ...options, extra: await current(target, read) });
}

/** What a read answers now; a VM that is gone is null, and nothing is said where nobody answers. */
async function current(target: Target, row: MethodRow): Promise<{ Current?: Reply }> {
  const request = target.ip === undefined ? {} : { IpAddress: target.ip };
  try {
    const signal = AbortSignal.timeout(rereadWithinMs);
    const { Error: _error, ...reply } = await callMethod(target.connections, row, request, { signal });
    return { Current: reply };
  } catch (error) {
    const isGone = error instanceof HypervisorError && error.text.startsWith("no VM with IP address");
    return isGone ? { Current: { VmInfo: null } } : {};
  }
}

/**
 * The calls that make up a wish: more virtual CPUs together with fewer MilliCPUs is refused for a lack of CPUs that is
 * none, since the server's difference cannot be negative. One after the other it works.
 */
function stepsOf(row: MethodRow, vm: VmInfo | undefined, input: Input): readonly Input[] {
  if (row.name !== "ChangeVmSize" || vm === undefined) return [input];
  const milliCPUs = Number(input.MilliCPUs ?? 0);
  const virtualCPUs = Number(input.VirtualCPUs ?? 0);
  const isBoth = milliCPUs > 0 && milliCPUs < vm.MilliCPUs && virtualCPUs > (vm.VirtualCPUs ?? 0);
  if (!isBoth) return [input];
  return [
    { ...input, VirtualCPUs: 0 },
    { ...input, MemoryInMiB: 0 },
  ];
}

/**
 * A server drops the connection after it has deleted or changed a subnet, when its DHCP part stumbles. The list it
 * gives afterwards is its word for it: the answer when all that was wished for is there, undefined otherwise.
 */
async function subnetsAfterAll(target: Target, input: Input, error: unknown): Promise<Reply | undefined> {
  if (!(error instanceof OutcomeUnknownError)) return undefined;
  const after = await current(target, methods.ListSubnets);
  const list = (after.Current?.Subnets ?? undefined) as readonly Subnet[] | undefined;
  if (list === undefined) return undefined;
  const byId = new Map(list.map((subnet) => [subnet.Id, subnet]));
  const { Add = [], Change = [], Delete = [] } = input as Partial<UpdateSubnetsRequest>;
  const isThere = (wish: Subnet) => {
    const found = byId.get(wish.Id);
    return found !== undefined && isDeepStrictEqual(withoutEmpty(found), withoutEmpty(wish));
  };
  const isDone = [...Add, ...Change].every(isThere) && !Delete.some((id) => byId.has(id));
  return isDone ? after : undefined;
}

/** The fields that say something: a wire leaves out what is empty. */
function withoutEmpty(subnet: Subnet): Record<string, unknown> {
  const says = ([, value]: [string, unknown]) =>
    value !== undefined && value !== "" && value !== 0 && value !== false && !isEmptyList(value);
  return Object.fromEntries(Object.entries(subnet).filter(says));
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

/** A restore of a snapshot that is not there succeeds over there and does nothing. */
async function requireSnapshot(target: Target, name: string): Promise<void> {
  const { VmInfo: vm } = (await callMethod(target.connections, methods.GetVmInfo, {
    IpAddress: target.ip,
  })) as { VmInfo?: VmInfo };
  if (vm?.Volumes?.some((volume) => Object.hasOwn(volume.Snapshots ?? {}, name))) return;
  throw fromCode("NOTHING_SAVED", { detail: `The VM has no snapshot ${JSON.stringify(name)}.` });
}

/** The preparation reports success for a VM it does not touch: its state is what counts. */
async function requirePrepared(target: Target, enable: boolean): Promise<void> {
  const { VmInfo: vm } = (await callMethod(target.connections, methods.GetVmInfo, {
    IpAddress: target.ip,
  })) as { VmInfo?: VmInfo };
  if ((vm?.State === "migrating") === enable) return;
  throw fromCode("VM_STATE", {
    detail: `The hypervisor reported success but did nothing: the VM is ${vm?.State ?? "not there"}.`,
  });
}

/** ExportLocalVm hangs up instead of refusing: what has become of the VM tells which of the two it was. */
async function hungUp(target: Target, error: OutcomeUnknownError): Promise<unknown> {
  const now = await callMethod(target.connections, methods.GetVmInfo, { IpAddress: target.ip }).catch(
    () => ({}),
  );
  const state = (now as { VmInfo?: VmInfo }).VmInfo?.State;
  if (state === undefined || state === "exporting") return error;
  if (state !== "stopped")
    return fromCode("VM_STATE", { detail: `The VM is ${state}: only a stopped one can be exported.` });
  return fromCode("LOCAL_ONLY", {
    detail:
      "The hypervisor hung up without a word and did nothing. That is how it refuses a client that is not on its own machine, or whose cookie is not the right one.",
  });
}
