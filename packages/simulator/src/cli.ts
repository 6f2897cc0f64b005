import { parseArgs } from "node:util";
import { startSimulation } from "./simulation/start-simulation.ts";

const USAGE = `usage: pnpm simulator [options]

Starts simulated hypervisors that speak the real protocol, until Ctrl-C.

  --hypervisors N   how many (default 3)
  --port N          port of the first one, the others follow (default 6976; 0 takes any free ports)
  --host ADDRESS    address to listen on (default 127.0.0.1)
  --directory DIR   where certificates, state and volumes are kept (default: temporary)
  --vms N           N plain VMs on each hypervisor instead of the demo's forty varied ones
  --empty           no VMs
  --fleet-manager N a fleet manager on port N; each hypervisor gets a loopback address of its own
  --quiet-life      nothing happens by itself
  --april-2025      imitate servers of April 2025
  --seed N          other chances (default 1)`;

/** A mistake on the command line. */
class UsageError extends Error {}

function number(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new UsageError(`${name}: "${text}" is not a number`);
  return value;
}

function options(argv: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    args: argv,
    options: {
      hypervisors: text,
      port: text,
      host: text,
      directory: text,
      vms: text,
      empty: flag,
      "fleet-manager": text,
      "quiet-life": flag,
      "april-2025": flag,
      seed: text,
      help: flag,
    },
  });
  return {
    help: values.help,
    simulation: {
      hypervisors: number(values.hypervisors, "--hypervisors"),
      port: number(values.port, "--port") ?? 6976,
      host: values.host,
      directory: values.directory,
      fleetManagerPort: number(values["fleet-manager"], "--fleet-manager"),
      separateHosts: values["fleet-manager"] !== undefined,
      population: values.empty ? ("empty" as const) : (number(values.vms, "--vms") ?? ("demo" as const)),
      lifeEveryMs: values["quiet-life"] ? 0 : undefined,
      profile: values["april-2025"] ? ("april-2025" as const) : undefined,
      seed: number(values.seed, "--seed"),
    },
  };
}

async function main(): Promise<void> {
  const { help, simulation: chosen } = options(process.argv.slice(2));
  if (help) {
    console.log(USAGE);
    return;
  }
  const onError = (method: string, error: unknown) => console.error(`${method}:`, error);
  const simulation = await startSimulation({ ...chosen, onError });
  for (const { name, address, state } of simulation.hypervisors) {
    console.log(`${name} at ${address} with ${state.vms.size} VMs`);
  }
  if (simulation.fleetManager !== undefined)
    console.log(`fleet manager at ${simulation.fleetManager.address}`);
  console.log(`client certificates: ${simulation.certDir}`);
  console.log(`authority: ${simulation.caFile}`);
  const end = () => {
    simulation.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}

main().catch((error: NodeJS.ErrnoException) => {
  if (error instanceof UsageError || error.code?.startsWith("ERR_PARSE_ARGS"))
    console.error(`${error.message}\n\n${USAGE}`);
  else if (error.code === "EADDRINUSE") console.error(`The port is taken: ${error.message}`);
  else console.error(error);
  process.exit(1);
});
