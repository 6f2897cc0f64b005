import { SimulatedFleetManager } from "../fleet/fleet-manager.ts";
import type { SimulatedHypervisor } from "../server/simulated-hypervisor.ts";
import type { Pki } from "./pki.ts";

const LOCATIONS = ["site-1/row-a", "site-1/row-b", "site-2/row-a"];

export interface FleetManagerSettings {
  readonly hypervisors: readonly SimulatedHypervisor[];
  readonly pki: Pki;
  readonly host: string;
  /** undefined: none is wanted. */
  readonly port: number | undefined;
}

/** Starts a fleet manager over hypervisors of this process. Rejects when the port is taken. */
export async function startFleetManager(
  settings: FleetManagerSettings,
): Promise<SimulatedFleetManager | undefined> {
  const { hypervisors, pki, host, port } = settings;
  if (port === undefined) return undefined;
  const members = hypervisors.map((hypervisor, index) => ({
    hypervisor,
    location: LOCATIONS[index % LOCATIONS.length] ?? "",
    tags: { rack: `r${index + 1}`, generation: index % 2 === 0 ? "g3" : "g2" },
    ownerUsers: [],
    ownerGroups: ["operators"],
  }));
  const manager = new SimulatedFleetManager({ members, tls: pki.server, host, port });
  await manager.listen();
  return manager;
}
