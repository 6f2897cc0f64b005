import type { OwnRoute } from "./own-route.ts";
import { accountRoutes } from "./own-routes-account.ts";
import { fleetRoutes } from "./own-routes-fleet.ts";
import { operationRoutes } from "./own-routes-operations.ts";

/** Every route that is ours rather than a method of the hypervisor. */
export const ownRoutes: readonly OwnRoute[] = [...fleetRoutes, ...operationRoutes, ...accountRoutes];
