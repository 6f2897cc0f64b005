import type { AuditRow, FleetEvent, HypervisorRow, Operation, VmRow } from "@stackdeck/api-types";
import type { ConnectionSource, PageAddress } from "@stackdeck/hypervisor-client";
import type { AuditLog } from "../audit/audit-log.ts";
import type { ApiTokens } from "../auth/api-tokens.ts";
import type { FleetEvents } from "../fleet/fleet-events.ts";
import type { Inventory } from "../fleet/inventory.ts";
import type { FilterCompiler } from "../live/list-topic.ts";
import type { Slices } from "../live/slices.ts";
import type { IdempotencyKeys } from "../operations/idempotency.ts";
import type { Operations } from "../operations/operations.ts";
import type { CapacityHistory } from "../store/capacity-history.ts";
import type { SavedViews } from "../store/saved-views.ts";

import type { ThumbnailAccess } from "../thumbnails/thumbnail-access.ts";
import type { VolumeSpools } from "./volume-spools.ts";

/** How the routes reach a hypervisor. */
export interface HypervisorAccess {
  /** Connections for calls; undefined when no hypervisor has this id. */
  connections(id: string): ConnectionSource | undefined;
  /** Where its plain pages are; undefined when no hypervisor has this id. */
  pages(id: string): PageAddress | undefined;
  /** `host:port` by which other hypervisors reach it. */
  address(id: string): string | undefined;
  /** Whether the caller is an owner of the hypervisor, which gives all powers there: by its own word. */
  asksOwner(id: string, userName: string, groups: readonly string[]): Promise<boolean>;
}

/** Everything that the routes work with. */
export interface RestDeps {
  readonly inventory: Inventory;
  readonly hypervisors: HypervisorAccess;
  readonly operations: Operations;
  readonly audit: AuditLog;
  readonly events: Pick<FleetEvents, "rows">;
  readonly keys: IdempotencyKeys;
  readonly tokens: ApiTokens;
  readonly views: SavedViews;
  readonly history: CapacityHistory;
  /** Schemes and hosts that ImageURL may name. */
  readonly imageUrls: readonly string[];
  /** Understands filter texts, as live lists do. */
  readonly filters: {
    readonly vms: FilterCompiler<VmRow>;
    readonly hypervisors: FilterCompiler<HypervisorRow>;
    readonly operations: FilterCompiler<Operation>;
    readonly events: FilterCompiler<FleetEvent>;
    readonly audit: FilterCompiler<AuditRow>;
  };
  /** Volumes on their way from a hypervisor to a slow client. */
  readonly spools: VolumeSpools;
  readonly thumbnails: ThumbnailAccess;
  /** Does what takes long without holding up others. */
  readonly slices: Slices;
  readonly log: { error(context: object, text: string): void; warn(context: object, text: string): void };
}
