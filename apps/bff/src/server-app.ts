import { openApiDocument } from "@stackdeck/api-types";
import type { Express } from "express";
import { RateLimit } from "./auth/rate-limit.ts";
import type { SignInParts } from "./auth/sign-in-parts.ts";
import { consoleContext } from "./fleet/console-context.ts";
import { createApp } from "./http/app.ts";
import { docsRoutes } from "./http/docs-routes.ts";
import { exampleValues } from "./http/example-values.ts";
import { healthRoutes } from "./http/health-routes.ts";
import { sessionRoutes } from "./http/session-routes.ts";
import { rowFilters } from "./live/row-filters.ts";
import type { Slices } from "./live/slices.ts";
import { IdempotencyKeys } from "./operations/idempotency.ts";
import type { Records } from "./records.ts";
import { restRouter } from "./rest/router.ts";
import type { VolumeSpools } from "./rest/volume-spools.ts";
import type { ServerParts } from "./server-parts.ts";
import { CapacityHistory } from "./store/capacity-history.ts";
import { SavedViews } from "./store/saved-views.ts";
import type { Metrics } from "./telemetry/metrics.ts";
import type { Pressure } from "./telemetry/pressure.ts";
import { type ThumbnailAccess, thumbnailAccess } from "./thumbnails/thumbnail-access.ts";

/** What the HTTP side is made of. */
export interface AppParts {
  readonly parts: ServerParts;
  readonly auth: SignInParts;
  readonly records: Records;
  readonly spools: VolumeSpools;
  readonly slices: Slices;
  readonly metrics: Metrics;
  readonly pressure: Pressure;
  readonly isReady: () => boolean;
  readonly isSecure: boolean;
}

/** The answers to all plain requests. */
export function serverApp(o: AppParts): Express {
  const { parts, auth, metrics, pressure } = o;
  const { access } = auth;
  const thumbnails = thumbnailsOf(o);
  const hasProxy = parts.config.publicUrl !== undefined;
  return createApp({
    access,
    log: parts.log,
    metrics,
    pressure,
    webDir: parts.webDir,
    health: healthRoutes({ isReady: o.isReady, metrics, access, hasProxy }),
    session: sessionsOf(o, thumbnails),
    rest: restOf(o, thumbnails),
    docs: docsRoutes(() =>
      openApiDocument({ version: parts.version, examples: exampleValues(parts.inventory) }),
    ),
  });
}

function thumbnailsOf({ parts, auth, records }: AppParts): ThumbnailAccess {
  const { config, inventory } = parts;
  const context = consoleContext({ ...parts, access: auth.access, audit: records.audit });
  return thumbnailAccess({ mode: config.thumbnails, context, fleetSize: () => inventory.size });
}

function sessionsOf({ parts, auth, records, isSecure }: AppParts, thumbnails: ThumbnailAccess) {
  return sessionRoutes({
    access: auth.access,
    sessions: auth.sessions,
    loginTokens: auth.loginTokens,
    audit: records.audit,
    log: parts.log,
    limit: new RateLimit({ burst: 10, perMinute: 6, now: () => performance.now() }),
    https: isSecure,
    demo: parts.config.demo,
    thumbnails: () => thumbnails.on,
    version: parts.version,
    certificates: parts.certificates,
    hypervisorsOwnedBy: (userName, groups) => parts.fleet.ownedBy(userName, groups),
  });
}

function restOf({ parts, auth, records, spools, slices }: AppParts, thumbnails: ThumbnailAccess) {
  const { inventory, fleet, store, config, log } = parts;
  return restRouter({
    inventory,
    hypervisors: fleet,
    operations: records.operations,
    audit: records.audit,
    events: records.events,
    keys: new IdempotencyKeys(store),
    tokens: auth.apiTokens,
    views: new SavedViews(store),
    history: new CapacityHistory(store),
    imageUrls: config.imageUrls,
    filters: rowFilters,
    spools,
    thumbnails,
    slices,
    log,
  });
}
