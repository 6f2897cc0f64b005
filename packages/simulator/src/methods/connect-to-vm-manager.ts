import { refuse } from "../base/refusal.ts";
import { answerMonitor, GREETING } from "../guest/monitor.ts";
import type { Virtualiser } from "../guest/virtualiser.ts";
import { refusalText, streamMethod } from "./define.ts";

/** Longest command line a client may type. */
const LINE = 64 * 1024;

export const connectToVmManager = streamMethod("ConnectToVmManager", async ({ hypervisor }, stream) => {
  const request = await stream.receive();
  let virtualiser: Virtualiser;
  try {
    const vm = hypervisor.vm(request.IpAddress);
    if (vm.state !== "running") refuse("VM is not running");
    virtualiser = hypervisor.virtualisers.get(vm.ip) ?? refuse("no commandInput for VM");
  } catch (error) {
    await stream.send({ Error: refusalText(error) });
    return;
  }
  await stream.send({});
  const duplex = stream.raw.duplex();
  // All clients share one output; one that does not keep up loses some.
  const leave = virtualiser.joinMonitor({
    write: (text) => {
      if (!duplex.destroyed && !duplex.writableNeedDrain) duplex.write(text);
    },
    end: () => duplex.end("VM manager closed\n"),
  });
  duplex.write(GREETING);
  let line = "";
  duplex.on("data", (data: Buffer) => {
    for (const char of data.toString("utf8")) {
      if (char !== "\r") {
        if (line.length < LINE) line += char;
        virtualiser.monitorWrite(char);
        continue;
      }
      virtualiser.monitorWrite("\r\n");
      const command = line.trim();
      line = "";
      if (command !== "")
        virtualiser.monitorWrite(answerMonitor(command, virtualiser.monitored, request.IpAddress));
    }
  });
  duplex.on("error", leave);
  duplex.on("close", leave);
  duplex.on("end", () => {
    leave();
    duplex.end();
  });
});
