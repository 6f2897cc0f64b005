/** Doing something to a VM from its page, by the words of the method table. */
import { expect, type Locator, type Page } from "@playwright/test";
import { type MethodName, methods } from "@stackdeck/api-types";
import type { Message } from "../../conformance/client.ts";
import type { Fleet, FleetVm } from "./fleet.ts";
import { dialog } from "./pages.ts";

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The name of a method's menu entry or button. */
export const nameOf = (method: MethodName) => new RegExp(`^${escaped(methods[method].label)}…?$`);

/** Opens a VM's page, or one of its tabs. */
export async function openVm(page: Page, vm: FleetVm, tab = ""): Promise<void> {
  await page.goto(tab === "" ? `/vms/${vm.ip}` : `/vms/${vm.ip}/${tab}`);
  await expect(page.getByRole("heading", { level: 1, name: vm.hostname })).toBeVisible();
}

/** Picks an entry of "All actions", in the menu itself or in the one of its group. */
export async function chooseAction(page: Page, method: MethodName): Promise<void> {
  await page.getByRole("button", { name: "All actions" }).click();
  const menus = page.getByRole("menu");
  const entry = menus.getByRole("menuitem", { name: nameOf(method) });
  const groups = menus.first().locator('[aria-haspopup="menu"]');
  await expect(groups.first()).toBeVisible();
  for (let group = 0; !(await entry.isVisible()); group += 1) {
    await groups.nth(group).press("ArrowRight");
    await expect(menus).toHaveCount(2);
    if (!(await entry.isVisible())) await page.keyboard.press("ArrowLeft");
  }
  // By keyboard: a pointer that jumps would leave the menu on its way.
  await entry.press("Enter");
}

export interface Submission {
  readonly fill?: ((dialog: Locator) => Promise<void>) | undefined;
  /** Typed where the name of the VM is asked. */
  readonly typed?: string | undefined;
}

/** Fills the open dialog, confirms it and waits until it has gone. */
export async function submit(page: Page, options: Submission = {}): Promise<void> {
  const open = dialog(page);
  await options.fill?.(open);
  const name = open.getByLabel(/^Type .* to go on$/);
  if (options.typed !== undefined) await name.fill(options.typed);
  await open.getByRole("contentinfo").or(open.locator("footer")).getByRole("button").last().click();
  await expect(open).toBeHidden();
}

/** Waits until the hypervisor itself says so. */
export async function expectVm(fleet: Fleet, vm: FleetVm, holds: (info: Message) => unknown): Promise<void> {
  const read = async () => holds((await fleet.call(vm, "GetVmInfo")).VmInfo as Message);
  await expect.poll(read).toBeTruthy();
}
