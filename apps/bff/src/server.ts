import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type CertificateInfo, openApiDocument } from "@stackdeck/api-types";
import type { Logger } from "pino";
import { AuditLog } from "./audit/audit-log.ts";
import { Access, type Principal } from "./auth/access.ts";
import { ApiTokens } from "./auth/api-tokens.ts";
import { BrowserSessions } from "./auth/browser-sessions.ts";
import { LoginTokens } from "./auth/login-tokens.ts";
import { OriginPolicy } from "./auth/origin-policy.ts";
import { RateLimit } from "./auth/rate-limit.ts";
import { sessionFile } from "./auth/session-file.ts";
import type { Config } from "./config/config.ts";
import { createConsoles } from "./consoles/consoles.ts";
import { consoleContext, mayTakeKeyboard } from "./fleet/console-context.ts";
import type { Fleet } from "./fleet/fleet.ts";
import { FleetEvents } from "./fleet/fleet-events.ts";
import type { Inventory } from "./fleet/inventory.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { createApp } from "./http/app.ts";
import { docsRoutes } from "./http/docs-routes.ts";
import { exampleValues } from "./http/example-values.ts";
import { healthRoutes } from "./http/health-routes.ts";
import { sessionRoutes } from "./http/session-routes.ts";
import { answerUnreadable } from "./http/unreadable.ts";
import { LiveGateway } from "./live/gateway.ts";
import { LiveHub } from "./live/live-hub.ts";
import { rowFilters } from "./live/row-filters.ts";
import { IdempotencyKeys } from "./operations/idempotency.ts";
import { cutOffLine } from "./operations/operation-end.ts";
import { OperationStore } from "./operations/operation-store.ts";
import { Operations } from "./operations/operations.ts";
import { restRouter } from "./rest/router.ts";
import { VolumeSpools } from "./rest/volume-spools.ts";
import { CapacityHistory } from "./store/capacity-history.ts";
import { EventStore } from "./store/event-store.ts";
import { SavedViews } from "./store/saved-views.ts";
import type { Store } from "./store/store.ts";
import { Metrics } from "./telemetry/metrics.ts";

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

/** A running server. */
export interface RunningServer {
  /** Address for browsers, without a path. */
  readonly url: string;
  /** Makes a login link that can be used once. */
  newLoginUrl(): string;
  /** Makes an API token for scripts, valid for 30 days; returns its secret. */
  newApiToken(): Promise<string>;
  /** Lets all go in good order; within ten seconds. */
  close(): Promise<void>;
}

const monotonic = () => performance.now();
const drainMs = 8000;

/** Starts to serve. @throws Error with `code` EADDRINUSE and the like when the port cannot be had */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const { config, log } = parts;
  const https = config.tlsCert !== undefined && config.tlsKey !== undefined;
  const server = https
    ? createHttpsServer({ cert: readFileSync(config.tlsCert!), key: readFileSync(config.tlsKey!) })
    : createHttpServer();
  server.on("clientError", answerUnreadable);
  const port = await listen(server, config);
  const scheme = https ? "https" : "http";
  const auth = authParts(parts, { scheme, port });
  const operations = new Operations({
    store: new OperationStore(parts.store),
    onStoreError: (error) => log.error({ err: error }, "the store does not take an operation"),
  });
  const interrupted = await operations.load();
  if (interrupted.length > 0) log.warn({ count: interrupted.length }, "operations were cut off by a restart");
  const eventStore = new EventStore(parts.store);
  const events = await FleetEvents.start({
    inventory: parts.inventory,
    store: eventStore,
    certificateExpires: () => parts.certificates()[0]?.ExpiresOn ?? "",
    now: Date.now,
    onStoreError: (error) => log.error({ err: error }, "the store does not take an event"),
  });
  const hub = new LiveHub({
    inventory: parts.inventory,
    operations,
    events,
    filters: rowFilters,
    now: monotonic,
  });
  let app: RequestListener = (_request, response) => response.writeHead(503).end();
  // Before the live gateway: it takes its own requests out of those that are listened for when it is made.
  server.on("request", (request, response) => app(request, response));
  const gateway = new LiveGateway({ server, hub, check: (request) => auth.access.check(request) });
  const audit = new AuditLog(parts.store);
  const noLine = (error: unknown) =>
    log.error({ err: error }, "the end of an operation could not be recorded");
  for (const operation of interrupted) await audit.append(cutOffLine(operation)).catch(noLine);
  const consoles = startConsoles(parts, auth.access, audit);
  server.on("upgrade", (request, socket, head) => {
    if (consoles.handleUpgrade(request, socket, head)) return;
    // socket.io has its own listener; everything else must not hang.
    if (!request.url?.startsWith("/socket.io/")) socket.destroy();
  });
  const metrics = new Metrics({
    vms: () => parts.inventory.size,
    hypervisorsByFreshness: () => parts.inventory.summary().NumHypervisorsByFreshness,
    browsers: () => gateway.size,
    operations: () => operations.active,
    consoles: () => consoles.count,
  });
  let ready = true;
  // Browsers may reach us by https although a proxy reaches us without.
  const isSecure = https || config.publicUrl?.startsWith("https:") === true;
  const spools = new VolumeSpools(join(config.dataDir, "spool"));
  app = appOf({
    parts,
    auth,
    spools,
    operations,
    audit,
    events,
    metrics,
    isReady: () => ready,
    https: isSecure,
  });
  const stopHousekeeping = startHousekeeping({
    inventory: parts.inventory,
    history: new CapacityHistory(parts.store),
    events: eventStore,
    keys: new IdempotencyKeys(parts.store),
    sessions: auth.sessions,
    tokens: auth.apiTokens,
    onError: (error) => log.error({ err: error }, "the store does not take what is due"),
  });
  const host = config.host === "0.0.0.0" || config.host === "::" ? "127.0.0.1" : config.host;
  const url = config.publicUrl ?? `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
  return {
    url,
    newLoginUrl: () => `${url}/login#token=${auth.loginTokens.issue()}`,
    newApiToken: async () => {
      const wish = { name: "token file", days: 30, mayChange: true };
      return (await auth.apiTokens.create(parts.principal().userName, wish)).secret;
    },
    close: async () => {
      ready = false;
      stopHousekeeping();
      auth.sessions.flush();
      await gateway.close();
      await consoles.stop();
      await drain(server);
      await operations.close();
      await spools.close();
      hub.close();
      await events.close();
      metrics.close();
    },
  };
}

function listen(server: Server, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function authParts(parts: ServerParts, at: { scheme: "http" | "https"; port: number }) {
  const { config, log } = parts;
  const sessions = new BrowserSessions({
    monotonic,
    wall: Date.now,
    keeper: sessionFile(join(config.dataDir, "sessions.json"), (error) =>
      log.warn({ err: error }, "sessions are not kept over a restart"),
    ),
  });
  const isSecure = at.scheme === "https" || config.publicUrl?.startsWith("https:") === true;
  const apiTokens = new ApiTokens(parts.store);
  const access = new Access({
    sessions,
    tokens: apiTokens,
    origins: new OriginPolicy({ ...at, host: config.host, publicUrl: config.publicUrl }),
    principal: parts.principal,
    // Cookies do not know ports: two servers on one machine must not overwrite each other's.
    cookieName: isSecure ? "__Host-stackdeck" : `stackdeck-${at.port}`,
  });
  return { sessions, apiTokens, access, loginTokens: new LoginTokens(monotonic) };
}

function startConsoles(parts: ServerParts, access: Access, audit: AuditLog) {
  const { inventory, fleet, config } = parts;
  return createConsoles({
    context: consoleContext({ inventory, fleet, access, audit }),
    createdOn: (ip) => inventory.vm(ip)?.CreatedOn ?? "",
    bootLog: (ip, signal) => fleet.bootLog(ip, signal),
    mayTakeKeyboard: (viewer, ip) => mayTakeKeyboard({ inventory, fleet, access }, viewer, ip),
    directory: join(config.dataDir, "consoles"),
    limits: {
      ringBytes: config.consoleHistory,
      releaseAfterMs: config.consoleRelease * 1000,
      viewersPerVm: config.consoleViewers,
    },
    consolesPerUser: config.consolesPerUser,
  });
}

function appOf(o: {
  parts: ServerParts;
  auth: ReturnType<typeof authParts>;
  spools: VolumeSpools;
  operations: Operations;
  audit: AuditLog;
  events: FleetEvents;
  metrics: Metrics;
  isReady: () => boolean;
  https: boolean;
}) {
  const { parts, auth, metrics, https } = o;
  const { config, log, inventory, fleet, store } = parts;
  const rest = restRouter({
    inventory,
    hypervisors: fleet,
    operations: o.operations,
    audit: o.audit,
    events: o.events,
    keys: new IdempotencyKeys(store),
    tokens: auth.apiTokens,
    views: new SavedViews(store),
    history: new CapacityHistory(store),
    imageUrls: config.imageUrls,
    filters: rowFilters,
    spools: o.spools,
    log,
  });
  return createApp({
    access: auth.access,
    log,
    metrics,
    https,
    webDir: parts.webDir,
    health: healthRoutes({ isReady: o.isReady, metrics, access: auth.access }),
    session: sessionRoutes({
      access: auth.access,
      sessions: auth.sessions,
      loginTokens: auth.loginTokens,
      limit: new RateLimit({ burst: 10, perMinute: 6, now: monotonic }),
      https,
      demo: config.demo,
      version: parts.version,
      certificates: parts.certificates,
      hypervisorsOwnedBy: (userName, groups) => fleet.ownedBy(userName, groups),
    }),
    rest,
    docs: docsRoutes(() => openApiDocument({ version: parts.version, examples: exampleValues(inventory) })),
  });
}

/** Stops to take connections and waits for answers under way, but not for ever. */
function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
