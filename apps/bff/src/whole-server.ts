import type { Logger } from "pino";
import type { Principal } from "./auth/access.ts";
import type { Config } from "./config/config.ts";
import { connectFleet } from "./connect-fleet.ts";
import type { Fleet } from "./fleet/fleet.ts";
import type { Inventory } from "./fleet/inventory.ts";
import { type RunningServer, startServer } from "./server.ts";
import { openStore, type Store, type StoreOptions } from "./store/store.ts";

/** A running server with all it stands on: hypervisors, store. */
export interface WholeServer extends RunningServer {
  readonly inventory: Inventory;
  readonly fleet: Fleet;
  readonly store: Store;
  readonly principal: () => Principal;
}

export interface WholeServerOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly store: StoreOptions;
  readonly version: string;
  readonly webDir: string;
  /** What is waited for before anybody is served. */
  readonly beforeServing?: (inventory: Inventory, fleet: Fleet) => Promise<void>;
}

/**
 * Connects to the hypervisors, opens the store and serves.
 * @throws Error as `connectFleet`, `openStore` and `startServer` do
 */
export async function startWholeServer(o: WholeServerOptions): Promise<WholeServer> {
  const { config, log, version, webDir } = o;
  const { inventory, fleet, identities, close } = connectFleet(config, log);
  const store = await openStore(o.store);
  await o.beforeServing?.(inventory, fleet);
  const principal = (): Principal => identities.principal;
  const certificates = () => identities.certificates;
  const parts = { config, log, store, inventory, fleet, principal, certificates, version, webDir };
  const server = await startServer(parts);
  return {
    ...server,
    inventory,
    fleet,
    store,
    principal,
    close: async () => {
      await server.close();
      await close();
      await store.close();
    },
  };
}
