/** Simulated hypervisors to test: two, so that VMs can be copied and migrated between them. */
import { INSTANT, startSimulation } from "@stackdeck/simulator";
import { loadIdentities } from "@stackdeck/srpc";
import type { RunArguments } from "./options.ts";
import { Target } from "./target.ts";

/** An image of the simulator's own catalogue; a directory, so that the latest one in it is taken. */
const simulatedImage = "base/debian-13";

export async function startSimulated(
  args: RunArguments,
): Promise<{ target: Target; close(): Promise<void> }> {
  const simulation = await startSimulation({
    hypervisors: 2,
    population: "empty",
    lifeEveryMs: 0,
    pace: INSTANT,
    onError: (method, error) => console.error(`the simulator failed in ${method}:`, error),
  });
  const [first, second] = simulation.hypervisors;
  const target = await Target.open({
    address: { host: first!.host, port: first!.port },
    second: second && { host: second.host, port: second.port },
    identities: loadIdentities(simulation.certDir),
    ownerName: args.identity,
    subnetId: args.subnet,
    image: args.image ?? simulatedImage,
    disposable: true,
  });
  const close = async () => {
    await target.close();
    await simulation.close();
  };
  return { target, close };
}
