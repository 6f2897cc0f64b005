import { Update, zeroOf } from "@stackdeck/api-types";
import { Refusal } from "../base/refusal.ts";
import { Subscriber } from "../state/updates.ts";
import type { Call } from "./define.ts";
import { streamMethod } from "./define.ts";
import { registerLeases } from "./register-external-leases.ts";

export const getUpdates = streamMethod("GetUpdates", async (call, stream) => {
  const { hypervisor } = call;
  const subscriber = new Subscriber({
    clock: hypervisor.clock,
    health: () => hypervisor.healthUpdate(),
    write: (update) => stream.send({ ...zeroOf(Update), ...update }),
    cut: () => stream.raw.abort(),
  });
  hypervisor.updates.add(subscriber);
  subscriber.push(() => hypervisor.fullUpdate());
  const leaseOwner = {};
  const end = () => stream.raw.abort();
  hypervisor.stopping.signal.addEventListener("abort", end, { once: true });
  try {
    for (;;) {
      const request = await stream.receive();
      const leases = request.RegisterExternalLeasesRequest;
      if (leases !== undefined) managedLeases(call, leaseOwner, leases);
      subscriber.ping();
    }
  } finally {
    hypervisor.stopping.signal.removeEventListener("abort", end);
    hypervisor.updates.remove(subscriber);
    if (leaseHolders.get(hypervisor) === leaseOwner) hypervisor.dhcp.setExternal([]);
  }
});

/** Whose stream registered the present external leases: they end with it. */
const leaseHolders = new WeakMap<object, object>();

function managedLeases(call: Call, owner: object, request: Parameters<typeof registerLeases>[1]): void {
  leaseHolders.set(call.hypervisor, owner);
  try {
    registerLeases(call.hypervisor, request);
  } catch (error) {
    // The stream has no place for an error of this.
    if (!(error instanceof Refusal)) throw error;
  }
}
