import { type MethodName, mayRun } from "@stackdeck/api-types";
import { channels as channelMethods, openByteChannel } from "@stackdeck/hypervisor-client";
import type { AuditLog } from "../audit/audit-log.ts";
import type { Access } from "../auth/access.ts";
import type { ByteChannelKind, ConsoleContext, Viewer, VmSighting } from "./byte-channels.ts";
import type { Fleet } from "./fleet.ts";
import type { Inventory } from "./inventory.ts";

const methodOf: Readonly<Record<ByteChannelKind, MethodName>> = {
  serial: "ConnectToVmSerialPort",
  vnc: "ConnectToVmConsole",
  manager: "ConnectToVmManager",
};

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
      check: (request) => o.access.check(request),
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
        Outcome: event === "refused" ? "failed" : event === "attached" ? "started" : "succeeded",
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

/** The hypervisor would decide by our certificate: so the caller's own rights are looked at first. */
function refusal(
  o: { inventory: Inventory; access: Access },
  wish: { viewer: Viewer; ip: string; kind: ByteChannelKind },
): string | undefined {
  const info = o.inventory.vmInfo(wish.ip);
  if (info === undefined) return "There is no such VM.";
  const { userName, groups } = wish.viewer;
  const verdict = mayRun(methodOf[wish.kind], {
    caller: { userName, groups, methods: o.access.principal.methods },
    vm: info,
    hypervisor: o.inventory.vm(wish.ip)?.Hypervisor ?? "",
  });
  return verdict.ok || verdict.kind !== "permission" ? undefined : verdict.why;
}
