import { startSimulation } from "@stackdeck/simulator";
import { startTorrent } from "./scale-torrent.ts";

/** What the process with the hypervisors says at first. */
export interface FleetReady {
  readonly addresses: readonly string[];
  readonly certDir: string;
  readonly caFile: string;
}

/** Orders to it; each one is answered once it is carried out. */
export type FleetOrder =
  | { readonly order: "restart" }
  | { readonly order: "touch"; readonly stamp: number; readonly vms: number }
  | { readonly order: "torrent"; readonly perSecond: number; readonly seconds: number };

/** Result of a torrent: how many updates were sent, and how many streams the server would have cut off. */
export interface TorrentResult {
  readonly sent: number;
  readonly cut: number;
}

/** Hypervisors whose VMs change: those that the browsers look at. */
const changing = 5;

/** The hypervisors' side of the benchmark, a process of its own so that its work is not taken for the server's. */
export async function playFleet(hypervisors: number, vms: number, torrents: number): Promise<void> {
  const simulation = await startSimulation({ hypervisors, population: vms, lifeEveryMs: 0, persist: false });
  const torrent = await startTorrent(simulation.pki.server, torrents, vms);
  let next = 0;
  const touch = (stamp: number, count: number) => {
    for (let i = 0; i < count; i++, next++) {
      const hypervisor = simulation.hypervisors[next % changing]!;
      const ips = [...hypervisor.state.vms.keys()];
      hypervisor.changeVm(ips[Math.floor(next / changing) % ips.length]!, (info) => {
        info.Tags = { ...info.Tags, sent: String(stamp) };
      });
    }
  };
  const carryOut = async (order: FleetOrder): Promise<unknown> => {
    if (order.order === "touch") return touch(order.stamp, order.vms);
    if (order.order === "torrent") return await torrent.run(order.perSecond, order.seconds);
    await Promise.all(simulation.hypervisors.map((one) => one.restart()));
    return undefined;
  };
  process.on("message", (order: FleetOrder) => {
    carryOut(order).then(
      (result) => process.send?.({ done: true, result }),
      (error: unknown) => process.send?.({ done: true, error: String(error) }),
    );
  });
  process.on("disconnect", () => {
    void Promise.allSettled([torrent.close(), simulation.close()]).then(() => process.exit(0));
  });
  const ready: FleetReady = {
    addresses: [...simulation.addresses, ...torrent.addresses],
    certDir: simulation.certDir,
    caFile: simulation.caFile,
  };
  process.send?.(ready);
}
