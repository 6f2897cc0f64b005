import { HandshakeGate } from "@stackdeck/srpc";
import type { Logger } from "pino";
import type { Config } from "./config/config.ts";
import { readCa } from "./config/pem-files.ts";
import { WatchedFiles } from "./config/watched-files.ts";
import { Fleet, systemClock } from "./fleet/fleet.ts";
import { FleetManagerFollower } from "./fleet/fleet-manager.ts";
import { Identities } from "./fleet/identities.ts";
import { Inventory } from "./fleet/inventory.ts";

/**
 * Everything towards the hypervisors: who we are to them, whom we trust, who they are.
 * @throws ConfigError with one sentence when certificates or authorities cannot be used
 */
export function connectFleet(config: Config, log: Logger) {
  const identities = new Identities(config.certDir, log);
  const ca = new WatchedFiles({
    paths: config.ca === undefined ? [] : [config.ca],
    read: () => readCa(config),
    onChange: () => log.info({}, "the authorities of hypervisors were replaced"),
    onError: (error) => log.warn({ reason: String(error) }, "the new authorities cannot be used"),
  });
  const inventory = new Inventory();
  const handshakes = new HandshakeGate();
  const connectOptions = (target: { host: string; port: number }) => ({
    host: target.host,
    port: target.port,
    handshakes,
    tls: {
      identities: identities.current,
      ca: ca.value,
      verify: config.verify,
      serverName: config.serverName,
    },
  });
  const fleet = new Fleet({ inventory, clock: systemClock, log, connectOptions });
  const manager =
    config.fleetManager &&
    new FleetManagerFollower({ target: config.fleetManager, fleet, connectOptions, clock: systemClock, log });
  for (const target of config.hypervisors) fleet.add(target);
  manager?.start();
  const close = async () => {
    await manager?.stop();
    await fleet.close();
    identities.close();
    ca.close();
  };
  return { inventory, fleet, identities, close };
}
