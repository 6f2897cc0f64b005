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

/** Picks an entry of "All actions". */
export async function chooseAction(page: Page, method: MethodName): Promise<void> {
  await page.getByRole("button", { name: "All actions" }).click();
  await page
    .getByRole("menu")
    .getByRole("menuitem", { name: nameOf(method) })
    .click();
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
