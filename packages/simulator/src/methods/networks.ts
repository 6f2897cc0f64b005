import type { Subnet } from "@stackdeck/api-types";
import { isUnspecified } from "../base/net.ts";
import { DroppedConnection, Refusal, refuse } from "../base/refusal.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import { replyMethod, streamedReplyMethod } from "./define.ts";

const NS_PER_MS = 1_000_000;
const MINUTE_MS = 60_000;

export const changeAddressPool = replyMethod("ChangeAddressPool", ({ hypervisor }, request) => {
  if (request.AddressesToAdd.length > 0) hypervisor.pool.add(request.AddressesToAdd);
  if (request.AddressesToRemove.length > 0) {
    hypervisor.pool.remove(request.AddressesToRemove, { reportUsed: !hypervisor.isOld });
  }
  if (Object.keys(request.MaximumFreeAddresses).length > 0)
    hypervisor.pool.trim(request.MaximumFreeAddresses);
  return undefined;
});

export const updateSubnets = streamedReplyMethod("UpdateSubnets", async ({ hypervisor }, request) => {
  await hypervisor.lock.pass("write");
  const byId = new Map(hypervisor.subnets.all().map((subnet) => [subnet.Id, subnet]));
  const ids = ({ Id }: Subnet) => Id;
  const wishes = { add: request.Add.map(ids), change: request.Change.map(ids), delete: request.Delete };
  for (const [verb, named] of Object.entries(wishes))
    if (named.includes("hypervisor")) refuse(`cannot ${verb} hypervisor subnet`);
  for (const id of wishes.add) if (byId.has(id)) refuse(`subnet: ${id} already exists`);
  for (const id of [...wishes.change, ...wishes.delete])
    if (!byId.has(id)) refuse(`subnet: ${id} does not exist`);
  for (const subnet of [...request.Add, ...request.Change]) byId.set(subnet.Id, subnet);
  for (const id of request.Delete) byId.delete(id);
  apply(hypervisor, [...byId.values()]);
  const isTold = request.Change.length + request.Delete.length > 0;
  if (isTold && hypervisor.faults.subnetsDropConnection)
    throw new DroppedConnection("the DHCP server lost its place");
});

/**
 * Puts the new set in force. A free address that lies in none of them makes the call fail: with the fault switched on
 * the set stays changed in memory, else it is put back.
 */
function apply(hypervisor: Hypervisor, subnets: readonly Subnet[]): void {
  const before = hypervisor.subnets.all();
  hypervisor.subnets.replace(subnets);
  let counts: Record<string, number>;
  try {
    counts = hypervisor.pool.freeCounts();
  } catch (error) {
    if (error instanceof Refusal && !hypervisor.faults.subnetsHalfFail) hypervisor.subnets.replace(before);
    throw error;
  }
  hypervisor.saveSelf();
  hypervisor.broadcast(() => ({
    HaveSubnets: true,
    Subnets: hypervisor.subnets.announced(),
    HaveAddressPool: true,
    AddressPool: [...hypervisor.pool.registered],
    NumFreeAddresses: counts,
  }));
}

export const netbootMachine = replyMethod("NetbootMachine", async ({ hypervisor, signal }, request) => {
  const { Address: address } = request;
  if (isUnspecified(address.IpAddress)) refuse("no IP address");
  if (request.Subnet === undefined && hypervisor.subnets.idFor(address.IpAddress) === undefined) {
    refuse(`no subnet found for ${address.IpAddress}`);
  }
  if ((hypervisor.options.netbootImage ?? "") === "") refuse("no Network Boot Image name configured");
  const waitMs = request.WaitTimeout === 0 ? MINUTE_MS : request.WaitTimeout / NS_PER_MS;
  hypervisor.dhcp.addBootLease(address, Math.max(request.OfferExpiration / NS_PER_MS, waitMs + 1000));
  const deadline = hypervisor.clock.now() + waitMs;
  for (let seen = 0; seen < request.NumAcknowledgementsToWaitFor; seen++) {
    const left = Math.max(0, deadline - hypervisor.clock.now());
    const acknowledged = await hypervisor.dhcp.acknowledged(address.IpAddress ?? "", left, signal);
    // The lease stays until its time is over, so that a second try is refused.
    if (!acknowledged) refuse("timed out receiving lease acknowledgement");
  }
  hypervisor.dhcp.removeLease(address.IpAddress);
});
