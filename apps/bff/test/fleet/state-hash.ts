import { createHash } from "node:crypto";
import { VmInfo, wireTypeOf } from "@stackdeck/api-types";
import type { SimulatedHypervisor } from "@stackdeck/simulator";
import { GobDecoder, GobEncoder } from "@stackdeck/srpc";
import type { Inventory } from "../../src/fleet/inventory.ts";

const vmType = wireTypeOf(VmInfo);

/** What the wire leaves out: the zero of every kind. */
function isZero(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).every(isZero);
  return !value || value === "0001-01-01T00:00:00Z";
}

/** The same text for the same values, in whatever order and however they say "nothing". */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, field]) => !isZero(field));
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${name}:${canonical(field)}`).join(",")}}`;
}

/** As it comes out of the wire, where the zeros of enumerations are nothing too. */
function overTheWire(info: VmInfo): unknown {
  const decoder = new GobDecoder();
  decoder.push(new GobEncoder().encode(vmType, info));
  return decoder.next(vmType)?.value;
}

/** Hash of VMs in all their fields. */
export function hashOfVms(vms: Iterable<readonly [ip: string, info: VmInfo]>): string {
  const lines = [...vms].map(([ip, info]) => `${ip} ${canonical(overTheWire(info))}`).sort();
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}

/** Hash of what the server believes. */
export function hashOfModel(inventory: Inventory): string {
  return hashOfVms([...inventory.vms()].map(({ IpAddress: ip }) => [ip, inventory.vmInfo(ip)!] as const));
}

/** Hash of what hypervisors have. */
export function hashOfTruth(hypervisors: readonly SimulatedHypervisor[]): string {
  const vms = hypervisors.flatMap(({ state }) => [...state.vms.values()]);
  return hashOfVms(vms.map(({ ip, info }) => [ip, info] as const));
}
