import type { Logger } from "pino";
import type { Config } from "../src/config/config.ts";
import { connectFleet } from "../src/connect-fleet.ts";
import type { Fleet } from "../src/fleet/fleet.ts";
import type { Inventory } from "../src/fleet/inventory.ts";
import { startServer } from "../src/server.ts";
import { openStore, type Store } from "../src/store/store.ts";
import { untilInventory } from "./until-inventory.ts";

/** Everything a started product has, in this process. */
export interface WholeServer {
  readonly url: string;
  readonly inventory: Inventory;
  readonly fleet: Fleet;
  readonly store: Store;
  newApiToken(): Promise<string>;
  /** What a new login link has behind #token=. */
  newLoginToken(): string;
  /** Resolves as soon as the condition holds after a change of the inventory. */
  until(condition: () => boolean): Promise<void>;
  /** Ends all of it but the hypervisors. */
  close(): Promise<void>;
}

/** Starts what the product starts, with the store in the folder (or ":memory:"). */
export async function startWhole(o: {
  readonly config: Config;
  readonly log: Logger;
  readonly store: string;
  readonly webDir: string;
}): Promise<WholeServer> {
  const { config, log } = o;
  const { inventory, fleet, identities, close } = connectFleet(config, log);
  const store = await openStore({ dataDir: o.store });
  const server = await startServer({
    config,
    log,
    store,
    inventory,
    fleet,
    principal: () => identities.principal,
    certificates: () => identities.certificates,
    version: "0.0.0",
    webDir: o.webDir,
  });
  return {
    url: server.url,
    inventory,
    fleet,
    store,
    newApiToken: () => server.newApiToken(),
    newLoginToken: () => server.newLoginUrl().split("#token=")[1] ?? "",
    until: (condition) => untilInventory(inventory, condition),
    close: async () => {
      await server.close();
      await close();
      await store.close();
    },
  };
}
