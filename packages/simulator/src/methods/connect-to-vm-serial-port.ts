import type { Duplex } from "node:stream";
import type { ConnectToVmSerialPortRequest } from "@stackdeck/api-types";
import { refuse } from "../base/refusal.ts";
import type { SerialLine, SerialSink } from "../guest/serial-line.ts";
import { openVm } from "../state/access.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import type { Vm } from "../state/vm.ts";
import type { Call } from "./define.ts";
import { refusalText, streamMethod } from "./define.ts";

/** How long a reader may stall before the fault counts it as gone. */
const STALL_MS = 2000;

export const connectToVmSerialPort = streamMethod("ConnectToVmSerialPort", async (call, stream) => {
  const request = await stream.receive();
  let opened: { readonly vm: Vm; readonly line: SerialLine };
  try {
    opened = await openSerialPort(call, request);
  } catch (error) {
    await stream.send({ Error: refusalText(error) });
    return;
  }
  await stream.send({});
  bridge(call, opened, stream.raw.duplex());
});

async function openSerialPort(call: Call, request: ConnectToVmSerialPortRequest) {
  const { hypervisor, caller } = call;
  if (request.PortNumber > 0) refuse("only one serial port is supported");
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  if (vm.state !== "running") refuse("VM is not running");
  const virtualiser = hypervisor.virtualisers.get(vm.ip) ?? refuse("no serial input device for VM");
  const line = virtualiser.guest.serial;
  if (line.isAttached) refuse("VM already has a serial port connection");
  return { vm, line };
}

/** Joins the serial line and the connection until one of them ends. */
function bridge({ hypervisor }: Call, { vm, line }: { vm: Vm; line: SerialLine }, duplex: Duplex): void {
  const sink: SerialSink = {
    write: (data) => duplex.destroyed || duplex.write(data),
    ready: () =>
      new Promise((resolve) => {
        const stalled = hypervisor.clock.after(STALL_MS, () => {
          if (hypervisor.faults.serialFreeze) freeze(hypervisor, vm);
        });
        const done = () => {
          stalled.cancel();
          duplex.off("drain", done).off("close", done);
          resolve();
        };
        duplex.on("drain", done).on("close", done);
      }),
    end: () => duplex.end("VM serial port closed\n"),
  };
  line.attach(sink);
  duplex.on("data", (data: Buffer) => line.type(data));
  duplex.on("error", () => line.detach(sink));
  duplex.on("close", () => line.detach(sink));
  duplex.on("end", () => {
    line.detach(sink);
    duplex.end();
  });
}

/** The fault: a reader that stalls leaves the VM's lock, and then everybody's, held until the server restarts. */
function freeze(hypervisor: Hypervisor, vm: Vm): void {
  void vm.lock.acquire("write");
  void hypervisor.lock.acquire("write");
}
