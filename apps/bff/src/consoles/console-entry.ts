import { consoleCloseCodes } from "@stackdeck/api-types";
import type { ConsoleCaller, ConsoleKind, ConsoleVm, ConsoleVms } from "./console-ports.ts";
import { ConsoleRefused } from "./console-refused.ts";

/** The right that opens a console; watching a screen or a serial port needs no more. */
export const entryRight = { serial: "watch", vnc: "vnc", manager: "manager" } as const;

/**
 * Whether this caller may be let in to this console now.
 * @throws ConsoleRefused when not
 */
export function checkEntry(
  vms: ConsoleVms,
  wish: { readonly ipAddress: string; readonly kind: ConsoleKind },
  caller: ConsoleCaller,
): ConsoleVm {
  const vm = vms.get(wish.ipAddress);
  if (vm === undefined) throw new ConsoleRefused(consoleCloseCodes.noSuchVm, "There is no such VM.");
  if (!caller.may(entryRight[wish.kind], vm))
    throw new ConsoleRefused(consoleCloseCodes.forbidden, "You may not see this VM's console.");
  // A serial console waits for a VM that does not run; what is old may be wrong.
  if (wish.kind === "serial" || !vm.fresh) return vm;
  if (vm.state !== "running")
    throw new ConsoleRefused(consoleCloseCodes.wrongState, `The VM is ${vm.state}.`);
  if (wish.kind === "vnc" && vm.consoleType !== "vnc")
    throw new ConsoleRefused(consoleCloseCodes.noVnc, "This VM has no VNC screen.");
  return vm;
}
