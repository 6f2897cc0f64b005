import { hasPowers, type MethodName, mayRun, type RuleContext, type VmFacts } from "@stackdeck/api-types";
import { channels as channelMethods, openByteChannel } from "@stackdeck/hypervisor-client";
import type { AuditLog } from "../audit/audit-log.ts";
import type { Access } from "../auth/access.ts";
import { type ConsoleAddress, parseConsoleAddress } from "../consoles/console-address.ts";
import type { ByteChannelKind, ConsoleContext, Viewer, VmSighting } from "./byte-channels.ts";
import type { Fleet } from "./fleet.ts";
import type { Inventory } from "./inventory.ts";

const methodOf: Readonly<Record<ByteChannelKind, MethodName>> = {
  serial: "ConnectToVmSerialPort",
  vnc: "ConnectToVmConsole",
  manager: "ConnectToVmManager",
};

const outcomes = {
  refused: "failed",
  attached: "started",
  detached: "succeeded",
  keyboard: "succeeded",
} as const;

/** The parts of the server that the consoles may use. */
export function consoleContext(o: {
  inventory: Inventory;
  fleet: Fleet;
  access: Access;
  audit: AuditLog;
}): ConsoleContext {
  return {
    channels: { open: (ip, kind, options) => openChannel(o, ip, kind, options?.signal) },
    vms: {
      sighting: (ip) => sightingOf(o.inventory, ip),
      watch: (ip, listener) => watchVm(o.inventory, ip, listener),
    },
    guard: {
      check: async (request) => {
        const viewer = await o.access.check(request);
        if (!("status" in viewer)) await learnOwnership(o, viewer, parseConsoleAddress(request.url));
        return viewer;
      },
      refusalFor: (viewer, ip, kind) => refusal(o, { viewer, ip, kind }),
    },
    audit: async ({ viewer, ip, kind, event, detail }) => {
      await o.audit.append({
        User: viewer.userName,
        RemoteAddress: viewer.remoteAddress,
        Method: methodOf[kind],
        Target: ip,
        Hypervisor: o.inventory.vm(ip)?.Hypervisor ?? "",
        RequestId: "",
        Outcome: outcomes[event],
        Detail: detail ?? event,
      });
    },
  };
}

function openChannel(
  o: { inventory: Inventory; fleet: Fleet },
  ip: string,
  kind: ByteChannelKind,
  signal: AbortSignal | undefined,
) {
  const id = o.inventory.vm(ip)?.Hypervisor;
  const source = id === undefined ? undefined : o.fleet.connections(id);
  if (source === undefined) return Promise.reject(new Error(`There is no VM with the address ${ip}.`));
  const request = kind === "serial" ? { IpAddress: ip, PortNumber: 0 } : { IpAddress: ip };
  return openByteChannel(source, channelMethods[kind], request, { signal });
}

function sightingOf(inventory: Inventory, ip: string): VmSighting | undefined {
  const row = inventory.vm(ip);
  if (row === undefined) return undefined;
  return {
    ip,
    hostname: row.Hostname,
    state: row.State,
    consoleType: row.ConsoleType,
    hypervisor: row.Hypervisor,
    stale: row.Stale,
  };
}

function watchVm(
  inventory: Inventory,
  ip: string,
  listener: (now: VmSighting | undefined) => void,
): () => void {
  return inventory.onChange(({ vms }) => {
    if (vms.some((change) => change.ip === ip)) listener(sightingOf(inventory, ip));
  });
}

/** Owners of a hypervisor may open every console there: who would be refused otherwise is asked about. */
async function learnOwnership(
  o: { inventory: Inventory; access: Access; fleet: Fleet },
  viewer: Viewer,
  address: ConsoleAddress | undefined,
): Promise<void> {
  if (address === undefined) return;
  const { ipAddress: ip, kind } = address;
  const hypervisor = o.inventory.vm(ip)?.Hypervisor;
  if (hypervisor === undefined || refusal(o, { viewer, ip, kind }) === undefined) return;
  await o.fleet.asksOwner(hypervisor, viewer.userName, viewer.groups);
}

/** What the rules need to know of a viewer at a VM; undefined when there is no such VM. */
function contextOf(
  o: { inventory: Inventory; fleet: Fleet; access: Access },
  viewer: Viewer,
  ip: string,
): (RuleContext & { readonly vm: VmFacts }) | undefined {
  const vm = o.inventory.vmInfo(ip);
  if (vm === undefined) return undefined;
  const hypervisor = o.inventory.vm(ip)?.Hypervisor ?? "";
  const { userName, groups } = viewer;
  const owns = o.fleet.isOwner(hypervisor, userName, groups);
  const caller = {
    userName,
    groups,
    methods: o.access.principal.methods,
    hypervisorOwnerOf: owns ? [hypervisor] : [],
  };
  return { caller, vm, hypervisor };
}

/** The hypervisor would decide by our certificate: so the caller's own rights are looked at first. */
function refusal(
  o: { inventory: Inventory; fleet: Fleet; access: Access },
  wish: { viewer: Viewer; ip: string; kind: ByteChannelKind },
): string | undefined {
  const context = contextOf(o, wish.viewer, wish.ip);
  if (context === undefined) return "There is no such VM.";
  const verdict = mayRun(methodOf[wish.kind], context);
  return verdict.ok || verdict.kind !== "permission" ? undefined : verdict.why;
}

/**
 * Who takes the keyboard of a serial console from others without asking: owners that are named, and those with powers
 * over the method. Members of an owning group ask.
 */
export function mayTakeKeyboard(
  o: { inventory: Inventory; fleet: Fleet; access: Access },
  viewer: Viewer,
  ip: string,
): boolean {
  const context = contextOf(o, viewer, ip);
  if (context === undefined) return false;
  const named = context.vm.OwnerUsers?.includes(viewer.userName) ?? false;
  return named || hasPowers(methodOf.serial, context);
}
