import { join } from "node:path";
import type { Address, Subnet } from "@stackdeck/api-types";
import type { Clock } from "../base/clock.ts";
import { systemClock } from "../base/clock.ts";
import { macForIp } from "../base/net.ts";
import type { Random } from "../base/random.ts";
import { secureRandom } from "../base/random.ts";
import type { ImageCatalogue } from "../images/catalogue.ts";
import { demoImages } from "../images/catalogue.ts";
import { dialPeersWith } from "../server/peers.ts";
import { SimulatedHypervisor } from "../server/simulated-hypervisor.ts";
import type { Faults, Pace, Profile } from "../state/options.ts";
import { INSTANT, noFaults } from "../state/options.ts";
import { DiskStore, MemoryStore } from "../state/store.ts";
import type { Pki } from "./pki.ts";
import { preparePki } from "./pki.ts";

const GIB = 2 ** 30;

export interface SimulatedHypervisorSettings {
  /** Where state, volumes and (unless given) certificates lie. */
  readonly directory: string;
  readonly name?: string | undefined;
  readonly host?: string | undefined;
  /** 0 (default) takes any free port. */
  readonly port?: number | undefined;
  /** Certificates shared with other servers; made below `directory` when absent. */
  readonly pki?: Pki | undefined;
  readonly subnets?: readonly Subnet[] | undefined;
  /** Addresses of the pool at first start. */
  readonly addresses?: readonly string[] | undefined;
  readonly numCPUs?: number | undefined;
  readonly memoryInMiB?: number | undefined;
  /** Sizes of the storage backends in bytes. */
  readonly backendSizes?: readonly number[] | undefined;
  readonly profile?: Profile | undefined;
  /** Default: everything at once. */
  readonly pace?: Pace | undefined;
  readonly faults?: Partial<Faults> | undefined;
  readonly images?: ImageCatalogue | undefined;
  readonly localImageDirectory?: string | undefined;
  readonly identityProvider?: string | undefined;
  readonly netbootImage?: string | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  /** False keeps the state in memory: for many hypervisors at once. Default true. */
  readonly persist?: boolean | undefined;
  readonly onError?: ((method: string, error: unknown) => void) | undefined;
}

/** The subnet of a hypervisor that was given none. */
const labSubnet: Subnet = {
  Id: "lab",
  IpGateway: "10.60.0.1",
  IpMask: "255.255.0.0",
  DomainName: "lab.example.net",
  DomainNameServers: ["10.60.0.2"],
};

/** Starts one simulated hypervisor on a loopback port. Rejects when the port is taken. */
export async function startSimulatedHypervisor(
  settings: SimulatedHypervisorSettings,
): Promise<SimulatedHypervisor> {
  const host = settings.host ?? "127.0.0.1";
  const pki = settings.pki ?? (await preparePki(join(settings.directory, "pki"), serverHosts(host)));
  const sizes = settings.backendSizes ?? [2_000 * GIB, 4_000 * GIB];
  const simulated = new SimulatedHypervisor({
    hypervisor: {
      name: settings.name ?? "hypervisor-1.example.net",
      serialNumber: `SN-${(settings.name ?? "hypervisor-1").split(".")[0]?.toUpperCase() ?? ""}`,
      architecture: "amd64",
      numCPUs: settings.numCPUs ?? 32,
      memoryInMiB: settings.memoryInMiB ?? 131_072,
      subnets: settings.subnets ?? [labSubnet],
      addresses: (settings.addresses ?? defaultAddresses()).map(poolAddress),
      backends: sizes.map((sizeBytes, index) => ({
        directory: join(settings.directory, `volumes-${index}`),
        sizeBytes,
        usedBytes: Math.floor(sizeBytes / 50),
        isRoot: index === 0,
      })),
      stateDirectory: join(settings.directory, "state"),
      images: settings.images ?? demoImages(),
      localImageDirectory: settings.localImageDirectory,
      identityProvider: settings.identityProvider,
      netbootImage: settings.netbootImage,
      profile: settings.profile ?? "newest",
      pace: settings.pace ?? INSTANT,
      faults: { ...noFaults(), ...settings.faults },
      clock: settings.clock ?? systemClock,
      random: settings.random ?? secureRandom,
      dialPeer: dialPeersWith(pki),
    },
    store: settings.persist === false ? new MemoryStore() : new DiskStore(join(settings.directory, "state")),
    tls: pki.server,
    host,
    port: settings.port ?? 0,
    onError: settings.onError,
  });
  await simulated.listen();
  return simulated;
}

/** Names and addresses a server certificate must be good for. */
export function serverHosts(...hosts: readonly string[]): string[] {
  return [...new Set([...hosts, "127.0.0.1", "localhost"])];
}

function poolAddress(ip: string): Address {
  return { IpAddress: ip, MacAddress: macForIp(ip) };
}

function defaultAddresses(): string[] {
  return Array.from({ length: 32 }, (_, index) => `10.60.0.${index + 10}`);
}
