import { sleep } from "../base/clock.ts";
import { openVm, readVm } from "../state/access.ts";
import { refusalText, replyMethod, streamMethod } from "./define.ts";

const NS_PER_MS = 1_000_000;
const PROBE_EVERY_MS = 250;
/** Lines a client may be behind before they are dropped. */
const TRACE_QUEUE = 1024;

export const probeVmPort = replyMethod("ProbeVmPort", async ({ hypervisor, signal }, request) => {
  const vm = await readVm(hypervisor, request.IpAddress);
  const deadline = hypervisor.clock.now() + request.Timeout / NS_PER_MS;
  while (hypervisor.clock.now() + PROBE_EVERY_MS <= deadline && !signal.aborted) {
    await sleep(hypervisor.clock, PROBE_EVERY_MS, signal);
    if (hypervisor.virtualisers.get(vm.ip)?.isPortOpen(request.PortNumber) === true)
      return { PortIsOpen: true };
  }
  await sleep(hypervisor.clock, Math.max(0, deadline - hypervisor.clock.now()), signal);
  return { PortIsOpen: false };
});

export const traceVmMetadata = streamMethod(
  "TraceVmMetadata",
  async ({ hypervisor, caller, signal }, stream) => {
    const request = await stream.receive();
    let vm: Awaited<ReturnType<typeof openVm>>;
    try {
      vm = await openVm(hypervisor, caller, request.IpAddress);
    } catch (error) {
      await stream.send({ Error: refusalText(error) });
      return;
    }
    await stream.send({});
    let waiting = 0;
    const write = (text: string) => {
      if (waiting >= TRACE_QUEUE) return;
      waiting++;
      stream.raw
        .write(Buffer.from(text))
        .then(() => stream.raw.flush())
        .catch(() => {})
        .finally(() => waiting--);
    };
    const trace = { line: (path: string) => write(`${path}\n`), end: () => write("VM destroyed\n\n") };
    vm.traces.add(trace);
    try {
      // The connection is of no further use: whatever the client sends is dropped until it goes away.
      while (!signal.aborted && (await stream.raw.read()) !== undefined);
    } finally {
      vm.traces.delete(trace);
    }
  },
);

export const watchDhcp = streamMethod("WatchDhcp", async ({ hypervisor, signal }, stream) => {
  const request = await stream.receive();
  let left = request.MaxPackets === 0 ? Number.POSITIVE_INFINITY : request.MaxPackets;
  let waiting = 0;
  const stop = hypervisor.dhcp.watch(({ interface: name, packet }) => {
    if (left <= 0 || (request.Interface !== "" && request.Interface !== name)) return;
    left--;
    const slow = waiting >= 16;
    if (slow) left = 0;
    waiting++;
    const message = slow
      ? { Error: "receiver not keeping up with DHCP packets" }
      : { Interface: name, Packet: packet.toString("base64") };
    stream
      .send(message)
      .catch(() => {})
      .finally(() => waiting--);
  });
  try {
    while (!signal.aborted && (await stream.raw.read()) !== undefined);
  } finally {
    stop();
  }
});
