import type { CertificateInfo } from "@stackdeck/api-types";
import type { Logger } from "pino";
import type { Principal } from "./auth/access.ts";
import type { Config } from "./config/config.ts";
import type { Fleet } from "./fleet/fleet.ts";
import type { Inventory } from "./fleet/inventory.ts";
import type { Store } from "./store/store.ts";

/** What the server stands on. */
export interface ServerParts {
  readonly config: Config;
  readonly log: Logger;
  readonly store: Store;
  readonly inventory: Inventory;
  readonly fleet: Fleet;
  readonly principal: () => Principal;
  readonly certificates: () => readonly CertificateInfo[];
  readonly version: string;
  readonly webDir: string;
}
