import { startSimulation } from "@stackdeck/simulator";
import type { HypervisorTarget } from "./fleet/fleet.ts";

/** Simulated hypervisors, with what is needed to connect to them. */
export interface DemoFleet {
  readonly hypervisors: readonly HypervisorTarget[];
  readonly certDir: string;
  readonly caFile: string;
  close(): Promise<void>;
}

/** Ports of the demo where they are free: addresses in links and bookmarks then survive a restart. */
const usualPort = 16_976;

/** Starts the demo. Its state is kept in the folder and taken up again the next time. */
export async function startDemo(directory: string): Promise<DemoFleet> {
  const simulation = await startSimulation({ directory, port: usualPort }).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== "EADDRINUSE") throw error;
    return startSimulation({ directory });
  });
  const targets = simulation.addresses.map((address, index) => {
    const at = address.lastIndexOf(":");
    return {
      host: address.slice(0, at),
      port: Number(address.slice(at + 1)),
      hostname: simulation.hypervisors[index]?.name ?? address,
    };
  });
  return {
    hypervisors: targets,
    certDir: simulation.certDir,
    caFile: simulation.caFile,
    close: () => simulation.close(),
  };
}
