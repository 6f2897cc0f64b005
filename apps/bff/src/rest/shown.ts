import type { MethodName, VmRow } from "@stackdeck/api-types";
import type { Inventory } from "../fleet/inventory.ts";

/** The update stream tells of a change within some ten milliseconds; a lost one must not hold the answer up for long. */
const withinMs = 1_000;

type Reply = Readonly<Record<string, unknown>>;
type IsShown = (vm: VmRow | undefined, reply: Reply, inventory: Inventory) => boolean;

const stopsBeing =
  (...states: readonly VmRow["State"][]): IsShown =>
  (vm) =>
    vm === undefined || !states.includes(vm.State);

/** How the inventory looks once it has heard of what a call did: what a caller builds the next step on. */
const shows: Partial<Record<MethodName, IsShown>> = {
  StartVm: stopsBeing("stopped", "starting", "exporting"),
  StopVm: stopsBeing("running", "stopping", "debugging", "crashed", "failed to start"),
  DestroyVm: (vm) => vm === undefined || vm.State === "destroying",
  ChangeVmSubnet: (_vm, { NewIpAddress }, inventory) => inventory.vm(String(NewIpAddress)) !== undefined,
};

/**
 * Waits, shortly, until the inventory shows what a call has done: whoever reads its answer may ask for the VM at once,
 * and must not be told what was before.
 */
export async function untilShown(
  inventory: Inventory,
  call: { readonly method: MethodName; readonly ip: string | undefined; readonly reply: Reply },
): Promise<void> {
  const isShown = shows[call.method];
  const { ip } = call;
  if (isShown === undefined || ip === undefined) return;
  const isDone = () => isShown(inventory.vm(ip), call.reply, inventory);
  if (isDone()) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      leave();
      resolve();
    };
    const timer = setTimeout(end, withinMs);
    const leave = inventory.onChange(() => {
      if (isDone()) end();
    });
  });
}
