import { refuse } from "../base/refusal.ts";
import { RfbSession } from "../guest/screen/rfb-session.ts";
import type { Virtualiser } from "../guest/virtualiser.ts";
import { openVm } from "../state/access.ts";
import { refusalText, streamMethod } from "./define.ts";

export const connectToVmConsole = streamMethod(
  "ConnectToVmConsole",
  async ({ hypervisor, caller }, stream) => {
    const request = await stream.receive();
    let virtualiser: Virtualiser;
    try {
      const vm = await openVm(hypervisor, caller, request.IpAddress);
      if (vm.state !== "running") refuse("VM is not running");
      const running = hypervisor.virtualisers.get(vm.ip);
      if (vm.info.ConsoleType !== "vnc" || running?.hasVnc !== true) refuse("VNC console is not enabled");
      virtualiser = running;
    } catch (error) {
      await stream.send({ Error: refusalText(error) });
      return;
    }
    await stream.send({});
    // When the VM stops the picture stops, and the connection stays: nothing tells the viewer.
    void new RfbSession(virtualiser.guest.desktop, stream.raw.duplex()).run();
  },
);
