import { join } from "node:path";
import type { AuditLog } from "./audit/audit-log.ts";
import { tokenFileLine } from "./audit/sign-in-lines.ts";
import type { Access } from "./auth/access.ts";
import { type SignInParts, signInParts } from "./auth/sign-in-parts.ts";
import { type Consoles, createConsoles } from "./consoles/consoles.ts";
import { consoleContext, mayTakeKeyboard } from "./fleet/console-context.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { type HttpDoor, openHttpDoor } from "./http/http-server.ts";
import { refuseUpgrade } from "./http/refuse-upgrade.ts";
import { LiveGateway } from "./live/gateway.ts";
import { LiveHub } from "./live/live-hub.ts";
import { rowFilters } from "./live/row-filters.ts";
import { Slices } from "./live/slices.ts";
import { IdempotencyKeys } from "./operations/idempotency.ts";
import { openRecords, type Records } from "./records.ts";
import { VolumeSpools } from "./rest/volume-spools.ts";
import { serverApp } from "./server-app.ts";
import type { ServerParts } from "./server-parts.ts";
import { CapacityHistory } from "./store/capacity-history.ts";
import { Metrics } from "./telemetry/metrics.ts";
import { Pressure } from "./telemetry/pressure.ts";

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

/**
 * Starts to serve.
 * @throws Error with `code` EADDRINUSE and the like when the port cannot be had; ConfigError about the certificate
 */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const { config, log, store, inventory } = parts;
  const pressure = new Pressure();
  const door = await openHttpDoor({ config, log, pressure });
  const auth = signInParts({ ...parts, door, pressure });
  const records = await openRecords(parts);
  // One for browsers and scripts: what is long takes turns with all else that is.
  const slices = new Slices();
  const live = startLive(parts, { door, auth, records, slices });
  const consoles = startConsoles(parts, { access: auth.access, records, door });
  const metrics = new Metrics({
    vms: () => inventory.size,
    hypervisorsByFreshness: () => inventory.freshness(),
    browsers: () => live.gateway.size,
    operations: () => records.operations.active,
    consoles: () => consoles.count,
  });
  let ready = true;
  const spools = new VolumeSpools(join(config.dataDir, "spool"));
  const { isSecure } = door;
  const isReady = () => ready;
  door.answerWith(serverApp({ parts, auth, records, spools, slices, metrics, pressure, isReady, isSecure }));
  const stopHousekeeping = startHousekeeping({
    inventory,
    history: new CapacityHistory(store),
    events: records.eventStore,
    keys: new IdempotencyKeys(store),
    sessions: auth.sessions,
    tokens: auth.apiTokens,
    userName: () => parts.principal().userName,
    onError: (error) => log.error({ err: error }, "the store does not take what is due"),
  });
  const close = async () => {
    ready = false;
    stopHousekeeping();
    auth.sessions.flush();
    await live.gateway.close();
    await consoles.stop();
    await door.close();
    await records.operations.close();
    await spools.close();
    live.hub.close();
    await records.events.close();
    metrics.close();
  };
  return runningServer(parts, { auth, audit: records.audit, door, close });
}

function runningServer(
  parts: ServerParts,
  o: { auth: SignInParts; audit: AuditLog; door: HttpDoor; close: () => Promise<void> },
): RunningServer {
  const { config } = parts;
  const { auth, audit, door, close } = o;
  const host = config.host === "0.0.0.0" || config.host === "::" ? "127.0.0.1" : config.host;
  const name = host.includes(":") ? `[${host}]` : host;
  const url = config.publicUrl ?? `${door.scheme}://${name}:${door.port}`;
  return {
    url,
    newLoginUrl: () => `${url}/login#token=${auth.loginTokens.issue()}`,
    newApiToken: async () => {
      const wish = { name: "token file", days: 30, mayChange: true };
      const { userName } = parts.principal();
      await audit.append(tokenFileLine(userName, wish.name));
      return (await auth.apiTokens.create(userName, wish)).secret;
    },
    close,
  };
}

function startLive(
  parts: ServerParts,
  o: { door: HttpDoor; auth: SignInParts; records: Records; slices: Slices },
) {
  const { operations, events } = o.records;
  const { inventory } = parts;
  const hub = new LiveHub({
    inventory,
    operations,
    events,
    filters: rowFilters,
    now: () => performance.now(),
    slices: o.slices,
  });
  const check = o.auth.access.check.bind(o.auth.access);
  return { hub, gateway: new LiveGateway({ server: o.door.server, hub, check }) };
}

function startConsoles(
  parts: ServerParts,
  o: { access: Access; records: Records; door: HttpDoor },
): Consoles {
  const { inventory, fleet, config } = parts;
  const { access } = o;
  const consoles = createConsoles({
    context: consoleContext({ inventory, fleet, access, audit: o.records.audit }),
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
  o.door.server.on("upgrade", (request, socket, head) => {
    if (consoles.handleUpgrade(request, socket, head)) return;
    // socket.io has its own listener; everything else must not hang.
    if (!request.url?.startsWith("/socket.io/"))
      refuseUpgrade(socket, 404, "There is no WebSocket at this address.");
  });
  return consoles;
}
