import type { Inventory } from "../src/fleet/inventory.ts";

/** Resolves as soon as the condition holds, now or after a change of the inventory. */
export function untilInventory(inventory: Inventory, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (condition()) return resolve();
    const unwatch = inventory.onChange(() => {
      if (!condition()) return;
      unwatch();
      resolve();
    });
  });
}
